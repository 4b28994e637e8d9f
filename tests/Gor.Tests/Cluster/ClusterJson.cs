namespace Gor.Tests.Cluster;

/// <summary>Objects as an API server (1.30) sends them, shortened where nothing reads.</summary>
internal static class ClusterJson
{
    /// <param name="labels">JSON.</param>
    /// <param name="ports">JSON of a container's ports.</param>
    public static string Pod(
        string scope, string name, string address, string labels = "{}", string ports = """[{"name":"http","containerPort":8080,"protocol":"TCP"}]""",
        string phase = "Running", bool isOnHostNetwork = false, string more = "")
    {
        int sidecar = isOnHostNetwork ? 0 : 15001;
        string network = isOnHostNetwork ? "\"hostNetwork\": true," : "";
        return $$$$$"""
        {
          "kind": "Pod", "apiVersion": "v1",
          "metadata": {
            "name": "{{{{{name}}}}}", "generateName": "web-6b7f675859-", "namespace": "{{{{{scope}}}}}", "uid": "3f0b6c5e-2f5b-4b7c-9e55-0d7e2e1a9d10",
            "creationTimestamp": "2026-01-05T09:12:44Z", "labels": {{{{{labels}}}}}, "annotations": {"kubectl.kubernetes.io/restartedAt": "2026-01-05T09:12:40Z"},
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-6b7f675859", "uid": "0a", "controller": true}],
            "managedFields": [{"manager": "kubelet", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {"f:status": {"f:podIP": {}}}}]
          },
          "spec": {
            "volumes": [{"name": "kube-api-access-x", "projected": {"sources": [{"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}]}}],
            "initContainers": [
              {"name": "migrate", "image": "m:1", "ports": [{"containerPort": 9999}]},
              {"name": "mesh", "image": "m:1", "restartPolicy": "Always", "ports": [{"containerPort": {{{{{sidecar}}}}} }]}
            ],
            "containers": [{"name": "app", "image": "registry/app:1", "ports": {{{{{ports}}}}}, "imagePullPolicy": "IfNotPresent"}],
            {{{{{network}}}}}
            "restartPolicy": "Always", "nodeName": "node-a"
          },
          "status": {
            "phase": "{{{{{phase}}}}}", "conditions": [{"type": "Ready", "status": "True"}], "hostIP": "192.168.1.10",
            "podIP": "{{{{{address}}}}}", "podIPs": [{"ip": "{{{{{address}}}}}"}{{{{{more}}}}}], "startTime": "2026-01-05T09:12:44Z", "qosClass": "BestEffort"
          }
        }
        """;
    }

    /// <param name="selector">JSON.</param>
    public static string Service(string scope, string name, string selector) => $$$$$"""
        {
          "kind": "Service", "apiVersion": "v1", "metadata": {"name": "{{{{{name}}}}}", "namespace": "{{{{{scope}}}}}", "labels": {"a": "b"}},
          "spec": {"ports": [{"protocol": "TCP", "port": 80, "targetPort": "http"}], "selector": {{{{{selector}}}}}, "clusterIP": "10.96.4.2", "type": "ClusterIP"},
          "status": {"loadBalancer": {}}
        }
        """;

    /// <summary>A deployment, a daemon set or a stateful set.</summary>
    public static string Workload(string scope, string name, string selector) => $$$$$"""
        {
          "kind": "Deployment", "apiVersion": "apps/v1",
          "metadata": {"name": "{{{{{name}}}}}", "namespace": "{{{{{scope}}}}}", "generation": 4, "labels": {"app": "not-{{{{{name}}}}}"}},
          "spec": {"replicas": 2, "selector": {{{{{selector}}}}}, "template": {"metadata": {"labels": {"x": "y"}}, "spec": {"containers": []}}},
          "status": {"observedGeneration": 4, "replicas": 2}
        }
        """;
}
