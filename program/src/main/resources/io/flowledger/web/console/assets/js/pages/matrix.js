// Sources by destinations in numbers; the last row and column hold everything else.
import { html, put } from '../html.js';
import { si } from '../format.js';
import { term } from '../ui.js';

// cells in octets, as made by crossed(); bits makes them a rate.
export function matrix(place, from, to, cells, bits) {
  const sum = values => values.reduce((a, b) => a + b, 0);
  const down = j => sum(cells.map(r => r[j]));
  const most = Math.max(1, ...cells.slice(0, -1).flatMap(r => r.slice(0, -1)));
  const short = octets => si(bits(octets), '', 2);
  const cell = (octets, f, t) =>
    html`<td ${octets ? html`data-w="${Math.sqrt(octets / most).toFixed(2)}"` : ''}>${octets ? html`<button class="num" data-term="${[f.term, t.term].join(' and ')}" aria-label="${f.text} to ${t.text}, ${si(bits(octets), 'b/s', 2)}">${short(octets)}</button>` : ''}</td>`;
  put(
    place,
    html`<div class="scroll"><table class="matrix"><thead><tr><td><span class="dim">from ↓  to →</span></td>${to.map(t => html`<th scope="col"><span class="v" title="${t.text}">${t.text}</span></th>`)}<th class="r rest" scope="col">Rest</th><th class="r" scope="col">All</th></tr></thead>
    <tbody>${from.map((f, i) => html`<tr><th scope="row" class="mono">${term(f.text, f.term, 'mono')}</th>${to.map((t, j) => cell(cells[i][j], f, t))}<td class="num rest">${short(cells[i][to.length])}</td><td class="r num tot">${si(bits(f.octets), '')}</td></tr>`)}
    <tr><th scope="row" class="dim">Rest</th>${to.map((t, j) => html`<td class="num rest">${short(cells[from.length][j])}</td>`)}<td class="num rest">${short(cells[from.length][to.length])}</td><td class="r num tot">${si(bits(sum(cells[from.length])), '')}</td></tr></tbody>
    <tfoot><tr><th scope="row">All</th>${to.map(t => html`<td class="num">${short(t.octets)}</td>`)}<td class="num">${short(down(to.length))}</td><td class="r num">${si(bits(sum(cells.map(sum))), '')}</td></tr></tfoot></table></div>`,
  );
}
