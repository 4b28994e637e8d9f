// What rules mean, said once more and in another language: JavaScript's own regular expressions and string functions.
// Its line forms are regular expressions, too, so nothing here is like the program that it checks.
import process from 'node:process';
import vm from 'node:vm';

if (!''.toWellFormed) process.exit(3); // older than Node 20

const strict = [
  String.raw`/request_url/ replace /([^\?;]+).*/, /$1/`,
  String.raw`/request_body|response_body|request_param:.*|request_header:(?!user-agent).*|response_header:(?!(content-length)|(content-type)).*/ remove`,
];
const presets = {
  debug: ['allow_http_url', 'copy_session_field /.*/'],
  standard: [
    String.raw`/request_url|request_header:referer/ replace /([^\?;]+).*/, /$1/`,
    String.raw`/request_header:cookie|response_header:set-cookie/ remove`,
    '/(request|response)_body|request_param:.*/ replace /[a-zA-Z0-9.!#$%&\u2019*+\\/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)/, /x@y.com/',
    String.raw`/request_body|request_param:.*|response_body/ replace /[0-9\.\-\/]{9,}/, /xyxy/`,
  ],
  strict,
  default: strict,
};

// An expression reaches to the last separator with which the line has a legal form: as a greedy repetition does.
const expression = least => `(${[...'~!%|/'].map(s => `[${s}](?:(?![${s}]).|(?<=\\\\)[${s}]){${least},}[${s}]`).join('|')})`;
const form = text => new RegExp(String.raw`^\s*` + text.replaceAll('EXPR0', expression(0)).replaceAll('EXPR', expression(1)) + String.raw`\s*(?:#.*)?$`);
const withArgument = ['remove_if', 'remove_if_found', 'remove_unless', 'remove_unless_found', 'stop_if', 'stop_if_found', 'stop_unless', 'stop_unless_found'];
const forms = Object.entries({
  allow_http_url: form('allow_http_url'),
  skip_compression: form('skip_compression'),
  skip_submission: form('skip_submission'),
  sample: form(String.raw`sample\s+(\d+)`),
  copy_session_field: form(String.raw`copy_session_field\s+EXPR`),
  remove: form(String.raw`EXPR\s*remove`),
  stop: form(String.raw`EXPR\s*stop`),
  replace: form(String.raw`EXPR\s*replace\s+EXPR,\s+EXPR0`),
  ...Object.fromEntries(withArgument.map(verb => [verb, form(String.raw`EXPR\s*${verb}\s+EXPR`)])),
});
const blank = /^\s*(?:#.*)?$/;
const anchored = new Set(['remove_if', 'remove_unless', 'stop_if', 'stop_unless', 'copy_session_field']);

const unquote = text => text.slice(1, -1).split('\\' + text[0]).join(text[0]);

function tied(text) {
  const front = text.startsWith('^') ? text : '^' + text;
  return new RegExp(front.endsWith('$') ? front : front + '$');
}

// null where the text is refused.
function parse(text) {
  const rules = [];
  let isRefused = false;
  const read = line => {
    if (blank.test(line)) return;
    const include = /^\s*include (\w+)\s*$/.exec(line);
    if (include && Object.hasOwn(presets, include[1])) {
      presets[include[1]].forEach(read);
      return;
    }

    const [verb, match] = forms.map(([verb, form]) => [verb, form.exec(line)]).find(([, match]) => match) ?? [];
    try {
      const [first, second, third] = match.slice(1);
      if (verb === 'sample') {
        if (!(Number(first) >= 1 && Number(first) <= 99) || rules.some(rule => rule.verb === 'sample')) throw new Error();
        rules.push({ verb });
      } else if (verb === 'copy_session_field') {
        rules.push({ verb, argument: tied(unquote(first)) });
      } else if (first === undefined) {
        rules.push({ verb });
      } else {
        const argument = second === undefined ? undefined : anchored.has(verb) ? tied(unquote(second)) : new RegExp(unquote(second), verb === 'replace' ? 'g' : '');
        rules.push({ verb, scope: tied(unquote(first)), argument, replacement: third === undefined ? undefined : unquote(third) });
      }
    } catch {
      isRefused = true;
    }
  };
  (/^\s*$/.test(text) ? 'include default' : text).split(/[\r\n]/).forEach(read);
  return isRefused ? null : rules;
}

// null where the record is stopped.
function apply(rules, record) {
  const of = verb => rules.filter(rule => rule.verb === verb);
  let pairs = record.map(([name, value]) => ({ name, value }));
  const hits = rule => pairs.filter(pair => rule.scope.test(pair.name) && (!rule.argument || rule.argument.test(pair.value))).length;
  if (['stop', 'stop_if_found', 'stop_if'].some(verb => of(verb).some(hits))) return null;
  if (['stop_unless_found', 'stop_unless'].some(verb => of(verb).reduce((sum, rule) => sum + hits(rule), 0) !== of(verb).length)) return null;
  for (const rule of of('remove')) pairs = pairs.filter(pair => !rule.scope.test(pair.name));
  for (const verb of ['remove_unless_found', 'remove_if_found', 'remove_unless', 'remove_if']) {
    for (const rule of of(verb)) pairs = pairs.filter(pair => !rule.scope.test(pair.name) || rule.argument.test(pair.value) === verb.includes('unless'));
  }

  if (pairs.length === 0) return null;
  for (const rule of of('replace')) {
    for (const pair of pairs) if (rule.scope.test(pair.name)) pair.value = pair.value.replace(rule.argument, rule.replacement);
  }

  pairs = pairs.filter(pair => pair.value !== '');
  return pairs.length === 0 ? null : pairs.map(pair => [pair.name, pair.value]);
}

const line = record => JSON.stringify(record?.map(pair => pair.map(text => text.toWellFormed())) ?? null);

// Random rules and records, the same for the same seed (xorshift).
let state = (Number(process.argv[2]) * 2654435761) >>> 0 || 1;
function below(n) {
  state ^= state << 13;
  state >>>= 0;
  state ^= state >>> 17;
  state = (state ^ (state << 5)) >>> 0;
  return state % n;
}

const pick = list => list[below(list.length)];
const chance = percent => below(100) < percent;
const times = (n, make) => Array.from({ length: n }, make).join('');

const names = ['request_method', 'request_url', 'response_code', 'request_body', 'response_body', 'request_header:cookie', 'request_header:cookie2',
  'request_header:authorization', 'request_header:user-agent', 'request_header:referer', 'request_header:dup', 'request_header:dup', 'request_param:email',
  'request_param:a b', 'request_param:', 'request_param:\u00e9', 'response_header:content-type', 'response_header:set-cookie', 'session_field:sid', 'now', 'a', 'b'];
const words = ['joe@acme.com', 'joe', 'acme', '123456789012', '12-34.56/78', 'Bearer s', 'line1\nWorld x', 'GET', '200', 'http://h/p?a=1;b', 'aab', 'abcabc', 'World'];
const units = ['a', 'b', 'c', '1', '9', ' ', '-', '_', '.', '@', '/', '?', ';', '=', '$', '\n', '\r', '\t', '\u00e9', '\u0130', '\u212a', '\u2028', '\ufeff', '\u0085', '\u00a0',
  '\u{1f600}', '\ud83d', '\ude00', '\0', '\u0661', '\\', '"', '{', ']', '(', '|', '~'];
const atoms = ['a', 'b', 'c', '1', 'joe', '@', ' ', '\u00e9', '\u{1f600}', ']', '}', '{', '{1', '{,2}', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\n', '\\0', '\\01', '\\012', '\\400', '\\8', '\\cA',
  '\\c', '\\c1', '\\x41', '\\x4', '\\u0061', '\\u{61}', '\\ud83d', '\\p{L}', '\\k', '\\a', '\\h', '\\z', '\\_', '\\.', '\\/', '\\\\', '\\$', '\\1', '\\2', '\\10', '.', '.*', '[^]', '[]', '^', '$', '\\b', '\\B'];
const members = ['a', 'c', '1', '-', '.', '^', '/', '\u00e9', '\\d', '\\W', '\\s', '\\b', '\\-', '\\]', '\\cA', '\\c1', '\\c', '\\1', '\\x41', '\\u{61}', '\\p{L}', 'a-c', '\\d-z', '[', '&&'];
const quantifiers = ['*', '+', '?', '*?', '+?', '??', '{2}', '{0,}', '{1,2}', '{2,}?', '{0}', '{01}'];
const oddities = ['(?i)', '(?i:a)', '(?>a)', '(?#x)', "(?'n'x)", '(?<1>a)', '(?<n', '(?<=a)*', '(?=a)*', '(?:(?<=a))*', '(?P<n>a)', '**', '{2,1}', '[', '(', ')', '\\', '()', '(|a)', '\\k<n>'];

function pattern(depth) {
  const sequence = times(1 + below(3), () => {
    const kind = below(depth > 0 ? 20 : 13);
    const atom = kind < 11 ? pick(atoms)
      : kind < 13 ? `[${chance(30) ? '^' : ''}${times(below(4), () => pick(members))}]`
      : kind < 16 ? `(${pattern(depth - 1)})`
      : kind === 16 ? `(?:${pattern(depth - 1)})`
      : kind === 17 ? `${pick(['(?=', '(?!', '(?<=', '(?<!'])}${pattern(depth - 1)})`
      : kind === 18 ? `(?<${pick(['n', 'x', '\u00e9'])}>${pattern(depth - 1)})`
      : chance(15) ? pick(oddities) : 'ab';
    return atom + (chance(30) ? pick(quantifiers) : '');
  });
  return sequence + (chance(20) ? '|' + (chance(15) ? '' : pattern(depth - 1)) : '');
}

const usual = ['[0-9]+', '(\\w+)@(\\w+)', '(?<n>\\w+)@(?<x>\\w+)', '.*', '^.', '.$', '([^\\?;]+).*', '\\bjoe\\b', '(?<=@)\\w+', '(\\d)\\d*\\1', 'a*', '(a*)*', 'x|', '(z)?joe\\1', '(?:(a)|b)*', '*', '+'];
const argument = () => pick([() => pick(usual), () => pick(words).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), () => pattern(below(4))])();
const scopes = ['.*', 'request_.*', '.*_body', 'request_body|response_body', 'request_header:(?!user-agent).*', 'request_(body|url)', 'a|b|c', 'b|', '^a', 'a$', 'request_param:.*|now'];
const scope = () => pick([() => pick(names), () => pick(scopes), () => pick(names).slice(0, 3 + below(12)) + pick(['', '.*', '\\w*', '|a']), argument])();
const pieces = ['x', '-', '$', '$$', '$&', '$`', "$'", '$0', '$1', '$2', '$10', '$01', '$11', '$1x', '$<n>', '$<zz>', '$<', '\\1', '\u00e9', '/', '~', '#', ', '];
const blanks = () => chance(90) ? ' ' : pick(['  ', '\t', '\u00a0', '\ufeff', '\v', '\u2028', '\u0085', '']);

function quote(text) {
  const separator = pick(['/', '/', '~', '!', '%', '|']);
  return separator + (chance(2) ? text : text.split(separator).join('\\' + separator)) + separator;
}

function rule() {
  const kind = below(24);
  const text = kind === 0 ? pick(['allow_http_url', 'skip_compression', 'skip_submission', '# note', '', 'sample 0', 'sample 100', 'sample ten', 'nonsense'])
    : kind === 1 ? `include ${pick(['debug', 'standard', 'strict', 'default', 'Debug', 'debug #', ''])}`
    : kind === 2 ? `copy_session_field${blanks()}${quote(argument())}`
    : kind < 7 ? `${quote(scope())}${blanks()}${pick(['remove', 'remove', 'stop'])}`
    : kind < 15 ? `${quote(scope())}${blanks()}replace${blanks()}${quote(argument())},${blanks()}${quote(times(below(4), () => pick(pieces)))}`
    : `${quote(scope())}${blanks()}${pick(withArgument)}${blanks()}${quote(argument())}`;
  return chance(15) ? `${text}${blanks()}#${pick([' note', ' a/b', ' /a/ remove', '', ' ~!%|/'])}` : text;
}

const rules = () => Array.from({ length: 1 + below(4) }, rule).join(pick(['\n', '\n', '\r\n', '\r'])) + (chance(20) ? '\n' : '');
const value = () => chance(10) ? '' : chance(40) ? pick(words) : times(below(12), () => chance(60) ? pick(['a', 'b', 'c']) : pick(units));
const record = () => Array.from({ length: 1 + below(9) }, () => [pick(names), value()]);

// What takes long would be stopped by the limits of the program that is checked.
const context = vm.createContext({ parse, apply });
for (let i = 0; i < Number(process.argv[3]); i++) {
  const text = rules().toWellFormed();
  const records = Array.from({ length: 8 }, record);
  Object.assign(context, { text, records });
  try {
    const results = vm.runInContext('(() => { const rules = parse(text); return rules && records.map(record => apply(rules, record)); })()', context, { timeout: 50 });
    process.stdout.write(JSON.stringify({ rules: text, records: records.map(record => JSON.stringify(record)), expected: results && results.map(line) }) + '\n');
  } catch (error) {
    if (error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
  }
}
