// Keys that work everywhere but in a field.
import { html, put } from './html.js';
import * as rangebox from './rangebox.js';

const $ = id => document.getElementById(id);
const LIST = [
  ['/', 'Filter'],
  ['g then n e c f x l', 'Go to a page'],
  ['t', 'Time range'],
  ['[  ]', 'Earlier, later'],
  ['z', 'Zoom out'],
  ['p', 'Pause or resume; ask again where a page holds still'],
  ['← →', 'Move along a focused chart; Enter zooms in'],
  ['j k', 'Next, previous row; Enter opens it'],
  ['Alt-click', 'Exclude a value instead of adding it'],
  ['?', 'This list'],
];

export function help() {
  put(
    $('keys'),
    html`<h2 id="keysh">Keyboard</h2><dl>${LIST.map(([key, text]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${text}</dd></div>`)}</dl><form method="dialog"><button class="btn">Close</button></form>`,
  );
  $('keys').showModal();
}

function row(direction) {
  const rows = [...document.querySelectorAll('#content [data-row]')].filter(x => x.offsetParent);
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement.closest('[data-row]'));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + direction))];
  (next.matches('[tabindex],a,button') ? next : next.querySelector('button,a'))?.focus();
}

// pages: [{name, key}]; go(name) opens one; pause() stops and resumes.
export function init({ pages, go, pause }) {
  let waiting = 0;
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || $('keys').open) return;
    if (waiting && Date.now() - waiting < 1500) {
      waiting = 0;
      const page = pages.find(p => p.key === e.key);
      if (page) {
        e.preventDefault();
        return go(page.name);
      }
    }
    const actions = {
      '/': () => {
        e.preventDefault();
        $('fx').focus();
        $('fx').select();
      },
      g: () => (waiting = Date.now()),
      t: () => rangebox.open(true),
      Escape: () => {
        if (!$('rangepop').hidden) $('range').focus();
        rangebox.open(false);
      },
      '[': () => rangebox.shift(-1),
      ']': () => rangebox.shift(1),
      z: rangebox.zoomOut,
      p: pause,
      '?': help,
      j: () => row(1),
      k: () => row(-1),
    };
    actions[e.key]?.();
  });
  // Arrow keys choose within a group of choices.
  document.addEventListener('keydown', e => {
    const group = e.target.closest?.('[role=radiogroup]');
    if (!group || (e.key !== 'ArrowRight' && e.key !== 'ArrowLeft')) return;
    const choices = [...group.children];
    e.preventDefault();
    choices[(choices.indexOf(e.target) + (e.key === 'ArrowRight' ? 1 : choices.length - 1)) % choices.length].click();
  });
  $('help').addEventListener('click', help);
}
