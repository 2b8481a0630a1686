// The filter: words coloured while typing, completion and the place of an error from the server. Applied on Enter; until then
// and while it has an error the old filter stays in force.
import { html, put, esc } from './html.js';
import { get, Problem } from './api.js';
import { read, set } from './state.js';

const OPERATORS = new Set(['and', 'or', 'not', '&&', '||', '!', '(', ')']);
const WORDS = new Set(
  'any src dst ip host net port as proto app application exporter in out if bytes octets packets duration bps pps inet inet6 ipv4 ipv6 tcp udp icmp icmp6 esp gre flags vlan tos router'.split(' '),
);
const $ = id => document.getElementById(id);
let error = null;
let asked = 0;
let completion = null;

function tokens(text) {
  const out = [];
  for (const m of text.matchAll(/"[^"]*"?|&&|\|\||[()!<>=]=?|[^\s()!<>="]+/g)) {
    const word = m[0].toLowerCase();
    out.push({ from: m.index, to: m.index + m[0].length, kind: OPERATORS.has(word) ? 'op' : WORDS.has(word) ? 'kw' : 'val' });
  }
  return out;
}

export function paint() {
  const text = $('fx').value;
  let out = '';
  let at = 0;
  for (const t of tokens(text)) {
    const wrong = error && error.position < t.to && error.position + Math.max(1, error.length || 1) > t.from;
    out += esc(text.slice(at, t.from)) + `<span class="k-${t.kind}${wrong ? ' k-err' : ''}">${esc(text.slice(t.from, t.to))}</span>`;
    at = t.to;
  }
  out += esc(text.slice(at));
  if (error && error.position >= text.trimEnd().length) out = out.trimEnd() + '<span class="k-err k-end"> </span>';
  $('fxhi').innerHTML = out;
  $('fxhi').scrollLeft = $('fx').scrollLeft;
  $('filter').classList.toggle('bad', !!error);
  $('filter').classList.toggle('has', !!text);
  $('fxclear').hidden = !text;
  $('fx').setAttribute('aria-invalid', String(!!error));
  $('fxmsg').textContent = error ? error.message : '';
}

// Shows the filter in force, unless somebody is typing.
export function show() {
  if (document.activeElement === $('fx')) return;
  $('fx').value = read().q.get('f') || '';
  paint();
}

// Asks the server whether the text is a filter; returns whether it is. While somebody types, what is not finished yet is no error.
async function check(text, typing = false) {
  const number = ++asked;
  try {
    const answer = text.trim() ? await get('filter', { text }) : { valid: true };
    if (answer.valid === false) throw new Problem(400, answer.problem || answer);
    if (number === asked) error = null;
    return true;
  } catch (e) {
    if (!(e instanceof Problem) || e.status >= 500) return true;
    const found = { position: e.position ?? 0, length: e.length ?? 1, message: e.message };
    const unfinished = typing && found.position + found.length >= text.trimEnd().length;
    if (number === asked) error = unfinished ? null : found;
    return false;
  } finally {
    if (number === asked) paint();
  }
}

// The problem that a query had with the filter in force, for instance one that came by a link.
export function refused(problem) {
  error = { position: problem.position, length: problem.length, message: problem.message };
  paint();
}

async function complete() {
  const box = $('fx');
  const text = box.value;
  const cursor = box.selectionStart ?? text.length;
  let answer;
  try {
    answer = await get('completions', { text, cursor });
  } catch {
    return closeList();
  }
  if (document.activeElement !== box || box.value !== text) return;
  completion = answer;
  if (!answer.items.length) return closeList();
  put(
    $('fxpop'),
    html`<div class="poph">Combine with <code>and</code>, <code>or</code>, <code>not</code>, <code>( )</code>. Enter applies, Esc leaves.</div>
      <ul id="fxlist" role="listbox" aria-label="Words and values">${answer.items.map(
        (item, i) => html`<li role="option" id="fxo${i}" data-i="${i}" aria-selected="false"><code>${item.text}</code><span class="dim">${item.detail || ''}</span></li>`,
      )}</ul>`,
  );
  $('fxpop').hidden = false;
  box.setAttribute('aria-expanded', 'true');
}

function closeList() {
  $('fxpop').hidden = true;
  $('fx').setAttribute('aria-expanded', 'false');
  $('fx').removeAttribute('aria-activedescendant');
}

const options = () => [...$('fxpop').querySelectorAll('[role=option]')];

function choose(delta) {
  const list = options();
  if (!list.length) return;
  const at = list.findIndex(x => x.getAttribute('aria-selected') === 'true');
  const next = Math.max(-1, Math.min(list.length - 1, at + delta));
  list.forEach((x, i) => x.setAttribute('aria-selected', String(i === next)));
  if (next < 0) return $('fx').removeAttribute('aria-activedescendant');
  list[next].scrollIntoView({ block: 'nearest' });
  $('fx').setAttribute('aria-activedescendant', list[next].id);
}

function accept(item) {
  const box = $('fx');
  const after = box.value.slice(completion.to);
  const inserted = item.text + (after.startsWith(' ') ? '' : ' ');
  box.value = box.value.slice(0, completion.from) + inserted + after;
  const at = completion.from + inserted.length;
  box.focus();
  box.setSelectionRange(at, at);
  edited();
}

let timer;
function edited() {
  // What is listed is about the text before.
  completion = null;
  options().forEach(x => x.setAttribute('aria-selected', 'false'));
  error = null;
  asked++;
  paint();
  clearTimeout(timer);
  timer = setTimeout(() => {
    check($('fx').value, true);
    complete();
  }, 120);
}

async function apply() {
  clearTimeout(timer);
  const text = $('fx').value.trim();
  if (!(await check(text))) return;
  closeList();
  $('fx').blur();
  set({ f: text }, true);
}

export function leave() {
  clearTimeout(timer);
  asked++;
  error = null;
  $('fx').value = read().q.get('f') || '';
  paint();
  closeList();
  $('fx').blur();
}

export function init() {
  const box = $('fx');
  box.addEventListener('focus', () => {
    $('filter').classList.add('open');
    complete();
  });
  box.addEventListener('blur', () => {
    $('filter').classList.remove('open');
    closeList();
  });
  box.addEventListener('input', edited);
  box.addEventListener('scroll', () => ($('fxhi').scrollLeft = box.scrollLeft));
  box.addEventListener('keydown', e => {
    const chosen = options().find(x => x.getAttribute('aria-selected') === 'true');
    if (e.key === 'Escape') leave();
    else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      $('fxpop').hidden || !completion ? complete() : choose(e.key === 'ArrowDown' ? 1 : -1);
    } else if (chosen && completion && (e.key === 'Enter' || e.key === 'Tab')) {
      e.preventDefault();
      accept(completion.items[+chosen.dataset.i]);
    }
  });
  // Pressed, not clicked: the box keeps the focus.
  $('fxpop').addEventListener('pointerdown', e => {
    e.preventDefault();
    const option = e.target.closest('[data-i]');
    if (option && completion) accept(completion.items[+option.dataset.i]);
  });
  $('filter').addEventListener('submit', e => {
    e.preventDefault();
    apply();
  });
  $('fxclear').addEventListener('click', () => {
    $('fx').value = '';
    error = null;
    paint();
    set({ f: null }, true);
  });
}
