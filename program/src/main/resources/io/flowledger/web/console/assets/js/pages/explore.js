// What made up this traffic, when did it change, how does it compare with the time before?
import { html, put, raw } from '../html.js';
import * as api from '../api.js';
import { si, rate, volume, percent, int, clock, stamp, duration, UNITS } from '../format.js';
import { term, segments, download, copy, checked, csv, noFlows, remark } from '../ui.js';
import { timeChart, spark } from '../charts.js';
import { shape, lane, colours } from '../series.js';
import { Colours, DIMENSIONS, dimension, value, keyText } from '../dimensions.js';

const book = new Colours();

function choices(q) {
  const by = (q.get('by') || 'service').split(',').filter(d => DIMENSIONS[d]);
  return {
    by: by.length ? by : ['service'],
    u: UNITS[q.get('u')] ? q.get('u') : 'bps',
    mode: q.get('as') === 'lines' ? 'lines' : 'stacked',
    previous: q.get('prev') === '1',
    limit: [5, 7, 15].includes(+q.get('top')) ? +q.get('top') : 7,
    sort: ['text', 'last', 'average', 'p95', 'most', 'total'].includes(q.get('sort')) ? q.get('sort') : 'average',
    hidden: new Set((q.get('hide') || '').split('|').filter(Boolean)),
  };
}

export async function load(c, options) {
  const { by, u, previous, limit } = choices(c.q);
  const length = c.r.to - c.r.from;
  const before = { ...c, r: { ...c.r, from: c.r.from - length, to: c.r.from } };
  const [series, books, prior] = await Promise.all([
    api.timeseries(c, { by, order: UNITS[u].measure, limit }, options),
    api.ledger(c, {}, options),
    previous ? api.timeseries(before, { by: [], order: UNITS[u].measure }, options) : null,
  ]);
  return { series, books, prior };
}

export function mount(m, c, data) {
  const k = choices(c.q);
  const { by, u } = k;
  const model = shape(data.series, by, u);
  const prior = data.prior && shape(data.prior, [], u).total;
  const hues = colours(book, model, by);
  const hue = row => hues.get(row.id) || 0;
  const length = c.r.to - c.r.from;
  const rows = [...model.rows].sort((a, b) => (a.other ? 1 : b.other ? -1 : k.sort === 'text' ? a.text.localeCompare(b.text) : b[k.sort] - a[k.sort]));
  const head = (key, text, right = true) => html`<th class="${right ? 'r' : ''}" aria-sort="${k.sort === key ? 'descending' : 'none'}"><button data-sort="${key}">${text}${k.sort === key && key !== 'text' ? ' ↓' : ''}</button></th>`;
  const idle = `${duration(model.step)} per point, ${int(model.times.length)} points`;
  const visible = () => model.rows.filter(row => !k.hidden.has(row.text));

  function cells(row) {
    if (row.other) return html`<td colspan="${by.length}" class="dim">all others</td>`;
    return by.map(d => {
      const v = value(d, row.key[d], row.names);
      return html`<td>${term(v.text, v.term, v.none ? 'dim' : v.mono ? 'mono' : '')}${v.note ? html` <span class="dim">${v.note}</span>` : ''}</td>`;
    });
  }

  const line = row => html`<tr data-i="${model.rows.indexOf(row)}" data-total="${row.total}" class="${k.hidden.has(row.text) ? 'hid' : ''}" data-row><td class="ck"><button class="swb" data-tog="${row.text}" aria-pressed="${String(!k.hidden.has(row.text))}" aria-label="Show ${row.text}"><i class="sw k${hue(row)}"></i></button></td>${cells(row)}<td class="r num live">${si(row.last, '')}</td><td class="r num">${si(row.average, '')}</td><td class="r num">${si(row.p95, '')}</td><td class="r num">${si(row.most, '')}</td><td class="r num" title="${int(row.total)}">${volume(row.total, u)}</td><td class="r sharec"><span class="sbar"><i data-w="${row.share}"></i></span><span class="num">${percent(row.share)}</span></td><td class="trend">${spark(row.y, 110, 20)}</td></tr>`;

  put(
    m,
    html`<section class="tools" aria-label="Query"><div class="tl"><span class="lbl">Group by</span><div class="chips">${by.map(
      d => html`<span class="chip">${dimension(d).title}<button data-rm="${d}" aria-label="Remove ${dimension(d).title}" ${by.length === 1 ? raw('disabled') : ''}>×</button></span>`,
    )}<span class="addw"><button class="chip add" aria-haspopup="true" aria-expanded="false">+ Dimension</button><div class="pop addpop" hidden><ul>${Object.entries(DIMENSIONS)
      .filter(([d]) => !by.includes(d))
      .map(([d, { title }]) => html`<li><button data-add="${d}">${title}</button></li>`)}</ul></div></span></div></div>
    <div class="tr">${segments('u', [['bps', 'bits/s'], ['pps', 'packets/s'], ['fps', 'flows/s']], u, 'Unit')}${segments('as', [['stacked', 'Stacked'], ['lines', 'Lines']], k.mode, 'Draw as')}${segments('top', [['5', 'Top 5'], ['7', 'Top 7'], ['15', 'Top 15']], String(k.limit), 'Rows')}<label class="check"><input type="checkbox" id="prev" ${k.previous ? raw('checked') : ''}><span>Previous ${duration(length)}</span></label></div></section>
    <section class="panel chartp"><header class="ph"><h2>${UNITS[u].name[0].toUpperCase() + UNITS[u].name.slice(1)} by ${by.map(d => dimension(d).title.toLowerCase()).join(' × ')}</h2><span class="dim num" id="at">${idle}</span><span class="sp"></span>${c.r.live ? '' : html`<button class="btn sm" id="zo">Zoom out</button>`}<button class="btn sm" id="cp">Copy link</button><button class="btn sm" id="csv">CSV</button><button class="btn sm" id="json">JSON</button></header><div class="chart"></div></section>
    <section class="panel"><div class="scroll" tabindex="0" role="region" aria-label="Groups"><table class="tbl ex"><thead><tr><th class="ck"><span class="vh">Shown</span></th>${by.map((d, i) => (i ? html`<th>${dimension(d).title}</th>` : head('text', dimension(d).title, false)))}${head('last', 'Latest')}${head('average', 'Average')}${head('p95', '95th')}${head('most', 'Max')}${head('total', 'Total')}<th class="r shareh">Share</th><th class="trend">Trend</th></tr></thead>
    <tbody>${rows.map(line)}</tbody>
    <tfoot><tr data-total="${model.total.total}"><td></td><td colspan="${by.length}">All${model.groups ? ` ${int(model.groups)} groups` : ''}</td><td class="r num">${si(model.total.last, '')}</td><td class="r num">${si(model.total.average, '')}</td><td></td><td></td><td class="r num" title="${int(model.total.total)}">${checked(volume(model.total.total, u), model.difference)}</td><td class="r num">${model.total.total ? '100.0 %' : '–'}</td><td>${prior && prior.average ? html`<span class="num dim">${model.total.average >= prior.average ? '+' : '−'}${percent(Math.abs(model.total.average / prior.average - 1))} vs before</span>` : ''}</td></tr></tfoot></table></div></section>${remark(data.series, data.prior)}`,
  );
  const E = s => m.querySelector(s);
  let chart = null;
  if (model.rows.length) {
    chart = timeChart(E('.chart'), {
      times: model.times,
      step: model.step,
      series: model.rows.map(row => ({ label: row.text, hue: hue(row), y: row.y, hide: k.hidden.has(row.text) })),
      mode: k.mode,
      overlay: prior?.y,
      height: () => (innerWidth < 700 ? 230 : Math.max(270, Math.min(560, innerHeight - 484))),
      lane: lane(data.books),
      label: `${UNITS[u].name} by ${by.map(d => dimension(d).title).join(', ')}`,
      onZoom: (from, to) => c.set({ range: `${from}-${to}` }, true),
      onCursor: i => {
        E('#at').textContent = i == null ? idle : `${clock(model.times[i])}  ${rate(visible().reduce((sum, row) => sum + row.y[i], 0), u)}${prior ? '   before ' + rate(prior.y[i], u) : ''}`;
        for (const td of m.querySelectorAll('tr[data-i] .live')) {
          const row = model.rows[+td.parentNode.dataset.i];
          td.textContent = si(i == null ? row.last : row.y[i], '');
        }
      },
    });
  } else put(E('.chart'), noFlows(c));

  const name = `flowledger-${stamp(c.r.from).replace(/[: ]/g, '')}`;
  const saveCsv = () =>
    download(name + '.csv', 'text/csv', csv([[...by, 'average_' + u, 'p95_' + u, 'max_' + u, 'total_' + UNITS[u].measure, 'share'], ...rows.map(row => [...(row.other ? ['other', ...by.slice(1).map(() => '')] : by.map(d => row.key[d])), row.average, row.p95, row.most, row.total, row.share.toFixed(6)])]));

  m.onclick = e => {
    const t = e.target.closest('button');
    if (!e.target.closest('.addw')) E('.addpop').hidden = true;
    if (!t) return;
    const { rm, add, sort, tog } = t.dataset;
    if (rm) c.set({ by: by.filter(d => d !== rm).join(','), hide: null });
    else if (add) c.set({ by: [...by, add].join(','), hide: null });
    else if (sort) c.set({ sort });
    else if (tog) {
      k.hidden.has(tog) ? k.hidden.delete(tog) : k.hidden.add(tog);
      c.set({ hide: [...k.hidden].join('|') });
    } else if (t.matches('.add')) {
      const list = E('.addpop');
      list.hidden = !list.hidden;
      t.setAttribute('aria-expanded', String(!list.hidden));
      if (!list.hidden) list.querySelector('button')?.focus();
    } else if (t.id === 'zo') document.dispatchEvent(new Event('zoomout'));
    else if (t.id === 'cp') copy(location.href, 'Link copied');
    else if (t.id === 'csv') saveCsv();
    else if (t.id === 'json') download(name + '.json', 'application/json', JSON.stringify(data.series));
  };
  m.onmouseover = e => {
    const tr = e.target.closest('tr[data-i]');
    chart?.highlight(tr ? +tr.dataset.i : null);
  };
  m.onkeydown = e => {
    if (e.key !== 'Escape' || E('.addpop').hidden) return;
    E('.addpop').hidden = true;
    E('.chip.add').focus();
  };
  E('#prev').onchange = e => c.set({ prev: e.target.checked ? '1' : null });
  return {
    destroy() {
      chart?.destroy();
      m.onmouseover = m.onkeydown = null;
    },
  };
}
