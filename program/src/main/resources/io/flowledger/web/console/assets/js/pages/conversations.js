// Who talks with whom, through which service? Streams for shape, a matrix for numbers; both have a rest.
import { html, put } from '../html.js';
import * as api from '../api.js';
import { rate, percent } from '../format.js';
import { term, segments, checked, nothing } from '../ui.js';
import { value, keyTerm } from '../dimensions.js';
import { streams } from './streams.js';
import { matrix } from './matrix.js';

const ENDS = { addr: ['src_addr', 'dst_addr'], net: ['src_net', 'dst_net'], as: ['src_as', 'dst_as'] };
const endsOf = q => (ENDS[q.get('ends')] ? q.get('ends') : 'addr');

export async function load(c, options) {
  const [from, to] = ENDS[endsOf(c.q)];
  const [triples, pairs] = await Promise.all([
    api.top(c, { by: [from, 'service', to], order: 'octets', limit: 400 }, options),
    api.top(c, { by: [from, to], order: 'octets', limit: innerWidth < 700 ? 16 : 12 }, options),
  ]);
  return { triples, pairs };
}

export function mount(m, c, { triples, pairs }) {
  const ends = endsOf(c.q);
  const by = ENDS[ends];
  const view = c.q.get('view') === 'matrix' ? 'matrix' : 'streams';
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
    )}${pairs.other?.octets ? html`<tr data-octets="${pairs.other.octets}"><td class="dim">all others</td><td class="r num">${rate(bits(pairs.other.octets))}</td><td class="r num dim">${share(pairs.other)}</td></tr>` : ''}</tbody><tfoot><tr data-octets="${pairs.total.octets}"><td>All pairs</td><td class="r num">${checked(rate(bits(pairs.total.octets)), difference)}</td><td></td></tr></tfoot></table></div></section></div>`,
  );
  const place = m.querySelector('.vis');
  if (!triples.rows.length) {
    put(place, nothing());
    return {};
  }
  // Each triple with the rate; what is beyond the limit is one triple of others.
  const dims = [by[0], 'service', by[1]];
  const list = triples.rows.map(row => ({ ends: dims.map(d => value(d, row.key[d], row.names)), bits: bits(row.octets) }));
  if (triples.other?.octets) list.push({ ends: [null, null, null], bits: bits(triples.other.octets) });
  const draw = () => (view === 'matrix' ? matrix(place, list) : streams(place, list, m.querySelector('#hov')));
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
