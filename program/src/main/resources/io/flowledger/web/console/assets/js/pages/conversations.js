// Who talks with whom, through which service? Streams for shape, a matrix for numbers; both have a rest.
import { html, put } from '../html.js';
import * as api from '../api.js';
import { rate, percent } from '../format.js';
import { term, segments, checked, noFlows, remark } from '../ui.js';
import { value, keyTerm } from '../dimensions.js';
import { largest, anyOf, crossed } from './crossed.js';
import { streams } from './streams.js';
import { matrix } from './matrix.js';

const ENDS = { addr: ['src_addr', 'dst_addr'], net: ['src_net', 'dst_net'], as: ['src_as', 'dst_as'] };
const endsOf = q => (ENDS[q.get('ends')] ? q.get('ends') : 'addr');

const viewOf = q => (q.get('view') === 'matrix' ? 'matrix' : 'streams');
const KEPT = { streams: [10, 8, 10], matrix: [12, 0, 12] };
const MOST_CELLS = 2000;

export async function load(c, options) {
  const [from, to] = ENDS[endsOf(c.q)];
  const view = viewOf(c.q);
  const top = (by, limit, f = c.f) => (limit ? api.top({ ...c, f }, { by, order: 'octets', limit }, options) : { rows: [] });
  const names = [from, 'service', to];
  const [pairs, ...answers] = await Promise.all([top([from, to], innerWidth < 700 ? 16 : 12), ...names.map((name, i) => top([name], KEPT[view][i]))]);
  const columns = names.map((name, i) => largest(answers[i], name));
  const between = async (i, j) => {
    const some = columns[i].length && columns[j].length;
    const f = some && [anyOf(columns[i]), anyOf(columns[j]), c.f && `(${c.f})`].filter(Boolean).join(' and ');
    return crossed(columns[i], columns[j], some ? await top([names[i], names[j]], MOST_CELLS, f) : { rows: [] }, [names[i], names[j]], pairs.total.octets);
  };
  const cells = await Promise.all(view === 'matrix' ? [between(0, 2)] : [between(0, 1), between(1, 2)]);
  return { pairs, columns, cells, answers };
}

export function mount(m, c, { pairs, columns, cells, answers }) {
  const ends = endsOf(c.q);
  const by = ENDS[ends];
  const view = viewOf(c.q);
  const seconds = c.r.to - c.r.from;
  const bits = octets => (octets * 8) / seconds;
  const share = row => percent(row.octets / (pairs.total.octets || 1));
  const difference = pairs.total.octets - pairs.rows.reduce((sum, row) => sum + row.octets, pairs.other?.octets || 0);
  const pair = row => {
    const [a, b] = by.map(d => value(d, row.key[d], row.names));
    return term(html`<span class="two"><span class="mono">${a.text}</span><span class="mono">→ ${b.text}</span></span>`, keyTerm(by, row.key));
  };
  put(
    m,
    html`<section class="tools"><div class="tl"><span class="lbl">Ends as</span>${segments('ends', [['addr', 'Address'], ['net', 'Network'], ['as', 'AS']], ends, 'Aggregate ends by')}</div><div class="tr">${segments('view', [['streams', 'Streams'], ['matrix', 'Matrix']], view, 'View')}</div></section>
    <div class="convgrid"><section class="panel sank"><header class="ph"><h2>${view === 'matrix' ? 'Source × destination' : 'Source, service, destination'}</h2><span class="dim">average bits/s, ${view === 'matrix' ? 'top 12 by 12' : 'top 10 each side'}</span><span class="sp"></span><span class="dim" id="hov"></span></header><div class="vis" tabindex="0" role="region" aria-label="Diagram"></div></section>
    <section class="panel pairs"><header class="ph"><h2>Top pairs</h2></header><div class="scroll"><table class="tbl"><thead><tr><th>Source → destination</th><th class="r">Average</th><th class="r">Share</th></tr></thead><tbody>${pairs.rows.map(
      row => html`<tr data-row data-octets="${row.octets}"><td>${pair(row)}</td><td class="r num">${rate(bits(row.octets))}</td><td class="r num dim">${share(row)}</td></tr>`,
    )}${pairs.other?.octets ? html`<tr data-octets="${pairs.other.octets}"><td class="dim">all others</td><td class="r num">${rate(bits(pairs.other.octets))}</td><td class="r num dim">${share(pairs.other)}</td></tr>` : ''}</tbody><tfoot><tr data-octets="${pairs.total.octets}"><td>All pairs</td><td class="r num">${checked(rate(bits(pairs.total.octets)), difference)}</td><td></td></tr></tfoot></table></div></section></div>${remark(pairs, ...answers)}`,
  );
  const place = m.querySelector('.vis');
  if (!pairs.rows.length) {
    put(place, noFlows(c));
    return {};
  }
  const draw = () => (view === 'matrix' ? matrix(place, columns[0], columns[2], cells[0], bits) : streams(place, columns, cells, bits, m.querySelector('#hov')));
  draw();
  let width = innerWidth;
  const resized = () => {
    if (innerWidth === width) return;
    width = innerWidth;
    draw();
  };
  addEventListener('resize', resized);
  return { destroy: () => removeEventListener('resize', resized) };
}
