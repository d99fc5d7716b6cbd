// The SQL page: editor, results, chart and history. Without it, the form sends the text and the
// server shows the rows.
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration, EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder,
} from '@codemirror/view';
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { tags } from '@lezer/highlight';
import { showChart } from './chart.js';
import { csvOf, maskSecrets, wordsOf } from './sqltext.js';

const STATEMENTS = '/api/2.0/sql/statements';
const MOST_ROWS = 10000;
const SHOWN_ROWS = 500;
const MOST_HISTORY = 50;
const POLL_MILLIS = 400;

const form = document.getElementById('sqlform');
const text = document.getElementById('sqltext');
const csrf = document.querySelector('meta[name="csrf"]').content;
const data = JSON.parse(form.dataset.words);
const historyKey = 'vitrine-sql-' + form.dataset.user;
const keywords = new Set(data.keywords);
const columns = new Map(data.relations.map((relation) => [relation.name, relation.columns]));

const part = (id) => document.getElementById(id);
const status = part('sqlstatus');
const result = part('sqlresult');
const cancel = part('sqlcancel');

// ---- the editor

const language = StreamLanguage.define({
  name: 'vitrine-sql',
  startState: () => ({ quote: '' }),
  token(stream, state) {
    if (state.quote) {
      return inside(stream, state);
    }
    if (stream.eatSpace()) {
      return null;
    }
    if (stream.match('--')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match('/*')) {
      state.quote = '*/';
      return inside(stream, state);
    }
    if (stream.match('$$')) {
      state.quote = '$$';
      return inside(stream, state);
    }
    if (stream.match(/^[eE]'/)) {
      state.quote = "\\'";
      return inside(stream, state);
    }
    const next = stream.next();
    if (next === "'" || next === '"' || next === '`') {
      state.quote = next;
      return inside(stream, state);
    }
    if (/[0-9]/.test(next)) {
      stream.match(/^[0-9.]*([eE][+-]?[0-9]+)?/);
      return 'number';
    }
    if (/[A-Za-z_]/.test(next)) {
      stream.match(/^[A-Za-z0-9_]*/);
      return keywords.has(stream.current().toUpperCase()) ? 'keyword' : 'variableName';
    }
    return next === '?' || next === ':' ? 'atom' : 'operator';
  },
  languageData: {
    commentTokens: { line: '--', block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', "'", '"', '`'] },
  },
});

/** Goes on to the end of a comment, a string or a quoted name; the quote \' is that of E'…'. */
function inside(stream, state) {
  const quote = state.quote;
  const escapes = quote === "\\'";
  const end = escapes ? "'" : quote;
  while (!stream.eol()) {
    if (escapes && (stream.match("''") || stream.match(/^\\./))) {
      continue;
    }
    if (stream.match(end)) {
      state.quote = '';
      break;
    }
    stream.next();
  }
  return quote === '*/' ? 'comment' : end === "'" || end === '$$' ? 'string' : 'propertyName';
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.atom], color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--muted)' },
]);

const theme = EditorView.theme({
  '&': { border: '1px solid var(--line)', borderRadius: 'var(--radius)', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '14px', minHeight: '180px', maxHeight: '50vh' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--accent)', minHeight: '176px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft)' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-tooltip': { border: '1px solid var(--line)', borderRadius: 'var(--radius)', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '13px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--accent)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.sql-error': { textDecoration: 'underline wavy var(--danger)', textUnderlineOffset: '3px' },
}, { dark: matchMedia('(prefers-color-scheme: dark)').matches });

const markError = StateEffect.define();
const errors = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (effect.is(markError)) {
        now = effect.value === null
          ? Decoration.none
          : Decoration.set([
            Decoration.mark({ class: 'sql-error' }).range(effect.value.from, effect.value.to),
          ]);
      }
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const known = [
  ...data.keywords.map((label) => ({ label, type: 'keyword' })),
  ...data.relations.map((relation) => ({ label: relation.name, type: 'class', detail: 'relation', boost: 2 })),
];

async function complete(context) {
  const word = context.matchBefore(/[\w.]*/);
  if (!context.explicit && (!word || word.from === word.to)) {
    return null;
  }
  const used = wordsOf(context.state.doc.toString());
  const names = new Set();
  for (const [relation, list] of columns) {
    if (used.has(relation)) {
      list.forEach((name) => names.add(name));
    }
  }
  const options = [...known, ...[...names].map((label) => ({ label, type: 'property', detail: 'column', boost: 3 }))];
  const typed = word ? word.text.toLowerCase() : '';
  if (typed.length > 0) {
    (await objects(typed)).forEach((label) => options.push({ label, type: 'variable', detail: 'object', boost: 1 }));
  }
  return { from: word ? word.from : context.pos, options, validFor: /^[\w]*$/ };
}

/** The names of catalogs, schemas and models that begin with a text. */
async function objects(prefix) {
  // The text consists of letters, digits, dots and underscores.
  const pattern = prefix.replaceAll('_', '!_') + '%';
  try {
    const response = await call('POST', '', {
      statement: 'SELECT name FROM (SELECT catalog_name AS name FROM catalogs UNION ALL'
        + " SELECT catalog_name || '.' || schema_name FROM schemas UNION ALL"
        + ' SELECT full_name FROM models) AS o WHERE name LIKE \'' + pattern + "' ESCAPE '!'"
        + ' ORDER BY name FETCH FIRST 30 ROWS ONLY',
      wait_timeout: '5s',
      on_wait_timeout: 'CANCEL',
    });
    return (response.result?.data_array ?? []).map((row) => row[0]);
  } catch {
    return []; // Completion is an aid; the statement itself reports that the server is not there.
  }
}

// In a shadow root, the styles of the editor are constructed style sheets, which the Content Security
// Policy permits; elsewhere they would be an inline style element.
const shadow = part('sqleditor').attachShadow({ mode: 'open' });

const view = new EditorView({
  parent: shadow,
  root: shadow,
  state: EditorState.create({
    doc: text.value,
    extensions: [
      lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets(),
      language, syntaxHighlighting(colours), theme, errors,
      autocompletion({ override: [complete], activateOnTypingDelay: 150 }),
      placeholder('SELECT * FROM models'),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': 'SQL statement', 'aria-multiline': 'true' }),
      keymap.of([
        { key: 'Mod-Enter', run: () => { run(false); return true; } },
        ...completionKeymap, ...defaultKeymap, ...historyKeymap,
      ]),
    ],
  }),
});
text.hidden = true;
document.querySelector('label[for="sqltext"]').hidden = true;
document.querySelectorAll('[data-script]').forEach((element) => { element.hidden = false; });
view.focus();

function setText(value) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  view.focus();
}

// ---- statements

async function call(method, path, body) {
  const response = await fetch(STATEMENTS + path, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Vitrine-Csrf': csrf },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  // A proxy may report an error without JSON.
  const answer = response.ok ? await response.json() : await response.json().catch(() => ({}));
  if (response.status === 401) {
    throw new Error('The session has ended. Reload the page and sign in.');
  }
  if (!response.ok) {
    throw new Error(answer.message ?? 'The request failed with HTTP status ' + response.status + '. Try again.');
  }
  return answer;
}

let running = null;

async function run(explain) {
  if (running) {
    return;
  }
  const selection = view.state.selection.main;
  const from = selection.empty ? 0 : selection.from;
  const whole = view.state.sliceDoc(from, selection.empty ? view.state.doc.length : selection.to);
  const statement = whole.replace(/[\s;]+$/, '');
  if (!statement.trim()) {
    return;
  }
  const prefix = explain ? 'EXPLAIN PLAN FOR ' : '';
  view.dispatch({ effects: markError.of(null) });
  remember(whole);
  const started = performance.now();
  running = { id: null, cancelled: false };
  busy(true);
  say('Running…');
  try {
    let answer = await call('POST', '', {
      statement: prefix + statement, wait_timeout: '5s', row_limit: MOST_ROWS,
    });
    running.id = answer.statement_id;
    while (answer.status.state === 'PENDING' || answer.status.state === 'RUNNING') {
      if (running.cancelled) {
        await call('POST', '/' + running.id + '/cancel', {});
        running.cancelled = false;
      }
      await new Promise((done) => { setTimeout(done, POLL_MILLIS); });
      answer = await call('GET', '/' + running.id);
    }
    if (answer.status.state !== 'SUCCEEDED') {
      fail(answer.status, from, prefix.length);
      return;
    }
    const rows = await all(answer);
    show(answer.manifest?.schema?.columns ?? [], rows, answer.manifest?.truncated, started, explain);
  } catch (error) {
    result.replaceChildren();
    problem(error.message, '');
  } finally {
    running = null;
    busy(false);
  }
}

async function all(answer) {
  const rows = answer.result?.data_array ?? [];
  let next = answer.result?.next_chunk_index;
  while (next !== undefined) {
    const chunk = await call('GET', '/' + answer.statement_id + '/result/chunks/' + next);
    rows.push(...(chunk.data_array ?? []));
    next = chunk.next_chunk_index;
  }
  return rows;
}

function busy(on) {
  cancel.disabled = !on;
  part('sqlrun').disabled = on;
  part('sqlexplain').disabled = on;
}

function say(message) {
  status.className = 'muted';
  status.textContent = message;
}

function problem(message, state) {
  status.className = 'sqlproblem';
  status.textContent = message + (state ? ' (SQLSTATE ' + state + ')' : '');
}

function fail(state, offset, prefix) {
  result.replaceChildren();
  const message = state.error?.message ?? 'The statement was cancelled.';
  problem(message, state.sql_state);
  const place = /\(line (\d+), column (\d+)\)$/.exec(message);
  if (!place) {
    return;
  }
  const document = view.state.doc;
  const first = document.lineAt(offset);
  const number = first.number + Number(place[1]) - 1;
  if (number > document.lines) {
    return;
  }
  const line = document.line(number);
  const shift = number === first.number ? offset - first.from - prefix : 0;
  const from = Math.max(line.from, Math.min(line.to, line.from + shift + Number(place[2]) - 1));
  const rest = /^([\w.]+|.)/.exec(document.sliceString(from, line.to));
  if (rest) {
    view.dispatch({
      effects: [markError.of({ from, to: from + rest[0].length }), EditorView.scrollIntoView(from)],
      selection: { anchor: from },
    });
  }
}

// ---- results

function show(schema, rows, truncated, started, explain) {
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const count = rows.length.toLocaleString('en');
  say(schema.length === 0
    ? 'Done in ' + seconds + ' s.'
    : count + (rows.length === 1 ? ' row' : ' rows') + ' in ' + seconds + ' s.'
      + (truncated ? ' Only the first ' + count + ' are shown.' : ''));
  result.replaceChildren();
  if (schema.length === 0) {
    return;
  }
  if (explain) {
    const plan = document.createElement('pre');
    plan.tabIndex = 0;
    plan.textContent = rows.map((row) => row.join('\n')).join('\n\n');
    result.append(plan);
    return;
  }
  const tools = document.createElement('div');
  tools.className = 'sqltools';
  const body = document.createElement('div');
  const views = { Table: () => body.replaceChildren(table(schema, rows)), Chart: () => showChart(body, schema, rows) };
  const buttons = Object.entries(views).map(([name, open]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => {
      buttons.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
      open();
    });
    return button;
  });
  const download = document.createElement('button');
  download.type = 'button';
  download.textContent = 'Download CSV';
  download.addEventListener('click', () => save(csvOf(schema, rows)));
  tools.append(...buttons, download);
  result.append(tools, body);
  buttons[0].click();
}

function table(schema, rows) {
  const scroll = document.createElement('div');
  scroll.className = 'scroll sqlrows';
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', 'Rows');
  const element = document.createElement('table');
  const head = element.createTHead().insertRow();
  const numeric = schema.map((column) => /^(LONG|INT|DOUBLE|DECIMAL|SHORT|BYTE|FLOAT)$/.test(column.type_name));
  schema.forEach((column, i) => {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = column.name;
    cell.title = column.type_text;
    cell.className = numeric[i] ? 'num' : '';
    head.append(cell);
  });
  const body = element.createTBody();
  let shown = 0;
  const more = document.createElement('button');
  const grow = () => {
    for (const row of rows.slice(shown, shown + SHOWN_ROWS)) {
      const line = body.insertRow();
      row.forEach((value, i) => {
        const cell = line.insertCell();
        cell.className = value === null ? 'null' : numeric[i] ? 'num' : '';
        cell.textContent = value === null ? 'NULL' : value;
        cell.dir = 'auto';
      });
    }
    shown = Math.min(rows.length, shown + SHOWN_ROWS);
    more.textContent = 'Show more (' + (rows.length - shown).toLocaleString('en') + ' left)';
    more.hidden = shown >= rows.length;
  };
  more.type = 'button';
  more.addEventListener('click', grow);
  grow();
  scroll.append(element, more);
  return scroll;
}

function save(csv) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  link.download = 'result.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// ---- history, in this browser only

function entries() {
  try {
    const found = JSON.parse(localStorage.getItem(historyKey) ?? '[]');
    return Array.isArray(found) ? found.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

function remember(statement) {
  const masked = maskSecrets(statement.trim());
  const now = [masked, ...entries().filter((entry) => entry !== masked)].slice(0, MOST_HISTORY);
  try {
    localStorage.setItem(historyKey, JSON.stringify(now));
  } catch {
    // The browser keeps nothing, or has no space left: there is no history then.
  }
  list();
}

function list() {
  const items = entries().map((entry) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = entry.length > 200 ? entry.slice(0, 200) + '…' : entry;
    button.addEventListener('click', () => setText(entry));
    item.append(button);
    return item;
  });
  part('sqlhistory').replaceChildren(...items);
  part('sqlhistorypart').hidden = items.length === 0;
}

list();

form.addEventListener('submit', (event) => {
  event.preventDefault();
  run(false);
});
part('sqlexplain').addEventListener('click', () => run(true));
cancel.addEventListener('click', () => {
  if (running) {
    running.cancelled = true;
    say('Cancelling…');
  }
});
part('sqlclear').addEventListener('click', () => {
  localStorage.removeItem(historyKey);
  list();
});
