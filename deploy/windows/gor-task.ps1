# Lets Windows start gor with the machine, as a scheduled task of the account SYSTEM: docs/services.md. Run it as Administrator.
#   powershell -ExecutionPolicy Bypass -File gor-task.ps1 install
#   powershell -ExecutionPolicy Bypass -File gor-task.ps1 start | stop | status | remove
param(
    [Parameter(Mandatory)][ValidateSet('install', 'start', 'stop', 'status', 'remove')][string]$Action,
    [string]$Program = "$env:ProgramFiles\gor\gor.exe",
    [string]$Flags = '--input-raw :8080 --output-resurface http://localhost:7701/message --http :8181'
)
$ErrorActionPreference = 'Stop'
$name = 'gor'
$data = "$env:ProgramData\gor"

function Test-Npcap {
    $service = Get-Service -Name npcap -ErrorAction SilentlyContinue
    if (-not $service) {
        throw 'Npcap is not installed. Get it from https://npcap.com, and install it with "WinPcap API-compatible Mode".'
    }
    if ($service.Status -ne 'Running') {
        throw 'Npcap is installed but does not run: Start-Service npcap'
    }
    if (-not (Test-Path "$env:SystemRoot\System32\wpcap.dll")) {
        throw 'Npcap is installed without "WinPcap API-compatible Mode": install it again with that box ticked.'
    }
}

switch ($Action) {
    'install' {
        Test-Npcap
        if (-not (Test-Path $Program)) { throw "There is no $Program; name it by -Program." }
        New-Item -ItemType Directory -Force -Path "$data\spool" | Out-Null
        # What is captured is nobody's business but that of SYSTEM and Administrators.
        icacls $data /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
        # cmd keeps the log: a task has no console.
        $line = "/d /c `"`"$Program`" $Flags --output-resurface-spool `"$data\spool`" 2>> `"$data\gor.log`"`""
        $task = New-ScheduledTaskAction -Execute "$env:SystemRoot\System32\cmd.exe" -Argument $line
        $settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
            -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
        Register-ScheduledTask -TaskName $name -Action $task -Trigger (New-ScheduledTaskTrigger -AtStartup) -Settings $settings `
            -User 'SYSTEM' -RunLevel Highest -Force | Out-Null
        Start-ScheduledTask -TaskName $name
    }
    'start' { Test-Npcap; Start-ScheduledTask -TaskName $name }
    'stop' { Stop-ScheduledTask -TaskName $name }
    'status' { Get-ScheduledTask -TaskName $name | Get-ScheduledTaskInfo; Get-Content -Tail 20 "$data\gor.log" -ErrorAction SilentlyContinue }
    'remove' { Stop-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue; Unregister-ScheduledTask -TaskName $name -Confirm:$false }
}
