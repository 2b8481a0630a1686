// Is anything unusual this minute, who causes it, and is my view complete?
import { html, put } from '../html.js';
import * as api from '../api.js';
import { si, rate, int, percent, loss, clock, duration, UNITS } from '../format.js';
import { term, segments, equation, verdict, status, lost, noFlows, remark } from '../ui.js';
import { timeChart, spark } from '../charts.js';
import { shape, lane, colours } from '../series.js';
import { Colours, dimension, value, keyId, keyTerm } from '../dimensions.js';
import { lossOf, silent } from '../exporterstate.js';

const SPLITS = ['service', 'protocol', 'exporter'];
const LISTS = [
  { id: 'talk', title: 'Top talkers', note: 'source address', by: ['src_addr'] },
  { id: 'port', title: 'Top services', note: 'port and protocol', by: ['service'] },
  { id: 'conv', title: 'Top conversations', note: 'source → destination', by: ['src_addr', 'dst_addr'] },
];
const splitOf = c => (SPLITS.includes(c.q.get('split')) ? c.q.get('split') : 'service');

// Lists are about the last minute while the clock is followed, about the whole range when it is fixed.
const listWindow = r => (r.live ? { from: Math.max(r.from, r.to - 60), to: r.to } : { from: r.from, to: r.to });

export async function load(c, options) {
  const w = listWindow(c.r);
  const [series, books, exporters, ...tops] = await Promise.all([
    api.timeseries(c, { by: [splitOf(c)], order: 'octets', limit: 7 }, options),
    api.ledger(c, {}, options),
    api.exporters(c, options),
    ...LISTS.map(list => api.top(c, { ...w, by: list.by, order: 'octets', limit: 8 }, options)),
  ]);
  return { series, books, exporters, tops, seconds: w.to - w.from };
}

export function mount(m, c, first) {
  const by = splitOf(c);
  const book = new Colours();
  let data;
  let model;
  let chart;
  let hover = null;
  put(
    m,
    html`<section class="books" aria-label="Ledger of the selected time"><span class="bookv"></span><span class="bookeq"></span><a class="bookl" href="${c.href('ledger')}">Open ledger</a></section>
    <section class="meters" aria-label="Current rates"></section>
    <section class="panel chartp"><header class="ph"><h2>Traffic by ${dimension(by).title.toLowerCase()}</h2><span class="dim" id="scaled"></span><span class="sp"></span>${segments('split', SPLITS.map(s => [s, dimension(s).title]), by, 'Split by')}</header>
    <div class="chartrow"><div class="chart"></div><div class="legend"></div></div></section>
    <div class="three">${LISTS.map(
      list => html`<section class="panel rank" id="r-${list.id}"><header class="ph"><h2>${list.title}</h2><span class="dim">${list.note}</span><span class="sp"></span><a href="${c.href('explore', { by: list.by.join(',') })}" aria-label="Explore ${list.title.toLowerCase()}">Explore</a></header><ol></ol></section>`,
    )}</div><div class="remark"></div>`,
  );
  const E = s => m.querySelector(s);

  const chartSeries = () => {
    const hues = colours(book, model, [by]);
    return model.rows.map(row => ({ label: row.text, hue: hues.get(row.id) || 0, y: row.y }));
  };

  function legend(index) {
    const hues = colours(book, model, [by]);
    const at = index ?? model.times.length - 1;
    const total = model.total.y[at] || 0;
    put(
      E('.legend'),
      html`<table><thead><tr><th class="num">${index == null ? 'latest' : 'at ' + clock(model.times[at])}</th><th class="r">b/s</th><th class="r">share</th></tr></thead><tbody>${model.rows
        .map((row, i) => {
          const v = row.other ? null : value(by, row.key[by], row.names);
          return html`<tr data-i="${i}"><td><i class="sw k${hues.get(row.id) || 0}"></i>${row.other ? html`<span class="dim">other</span>` : html`${term(v.text, v.term, v.none ? 'dim' : '')}`}</td><td class="r num">${si(row.y[at], '')}</td><td class="r num dim">${percent(row.y[at] / (total || 1), 0)}</td></tr>`;
        })
        .reverse()}</tbody><tfoot><tr><td>Total</td><td class="r num">${si(total, '')}</td><td></td></tr></tfoot></table>`,
    );
  }

  function cell(list, row) {
    if (list.by.length === 2) {
      const condition = keyTerm(list.by, row.key);
      const [a, b] = list.by.map(d => value(d, row.key[d], row.names));
      return html`<span class="host pair">${term(a.text, condition, 'mono')}<span class="dim">→</span>${term(b.text, condition, 'mono')}</span>`;
    }
    const v = value(list.by[0], row.key[list.by[0]], row.names);
    return html`<span class="host">${term(v.text, v.term, 'mono')}${v.note ? html`<span class="dim nm">${v.note}</span>` : ''}</span>`;
  }

  // A list under the pointer or the focus keeps its order: only its values change.
  function ranks() {
    LISTS.forEach((list, i) => {
      const answer = data.tops[i];
      const ol = E(`#r-${list.id} ol`);
      const bits = row => (row.octets * 8) / data.seconds;
      if (!answer.rows.length) return put(ol, html`<li class="none">Nothing in this time.</li>`);
      const most = answer.rows[0].octets || 1;
      const rows = new Map(answer.rows.map(row => [keyId(list.by, row.key), row]));
      if ((ol.matches(':hover') || ol.contains(document.activeElement)) && ol.querySelector('[data-k]')) {
        for (const li of ol.children) {
          const row = rows.get(li.dataset.k);
          if (!row) continue;
          li.querySelector('.v').textContent = rate(bits(row));
          li.querySelector('.s').textContent = percent(row.octets / (answer.total.octets || 1));
          li.querySelector('.b').style.setProperty('--w', Math.min(1, row.octets / most));
        }
        return;
      }
      put(
        ol,
        answer.rows.map(
          row => html`<li data-k="${keyId(list.by, row.key)}" data-row data-octets="${row.octets}"><span class="b" data-w="${row.octets / most}"></span>${cell(list, row)}<span class="v num">${rate(bits(row))}</span><span class="s num dim">${percent(row.octets / (answer.total.octets || 1))}</span></li>`,
        ),
      );
    });
  }

  function meters(c) {
    const totals = u => shape({ ...data.series, series: [], other: null }, [], u).total;
    const [b, p, f] = ['bps', 'pps', 'fps'].map(totals);
    const meter = (label, figure, note, y) => html`<div class="meter"><span class="ml">${label}</span><span class="mv num">${figure}</span><span class="ms">${note}</span>${y ? spark(y, 120, 26) : ''}</div>`;
    const figure = (v, u) => {
      const [number, prefix = ''] = si(v, '').split(' ');
      return html`${number}<small>${prefix}${UNITS[u].unit}</small>`;
    };
    const up = data.exporters.filter(e => !silent(e, c));
    const down = data.exporters.filter(e => silent(e, c));
    const t = data.books.total;
    const dropped = t.kernelDropped + t.journalFullDropped;
    const share = lossOf(data.books.exporters);
    put(
      E('.meters'),
      html`${meter('Bits', figure(b.last, 'bps'), html`peak <span class="num">${rate(b.most)}</span>`, b.y)}
      ${meter('Packets', figure(p.last, 'pps'), html`mean <span class="num">${p.total ? int(b.total / p.total) : '–'} B</span> per packet`, p.y)}
      ${meter('Flows', figure(f.last, 'fps'), html`<span class="num">${int(f.total)}</span> in ${duration(c.r.to - c.r.from)}`, f.y)}
      ${meter('Exporters up', html`${up.length}<small>of ${data.exporters.length}</small>`, down.length ? status('warn', html`<a href="${c.href('exporters', {}, down[0].address)}">${down[0].address}</a> silent`) : status('ok', 'all are sending'))}
      ${meter('Loss', html`${loss(share).replace(' %', '')}<small>%</small>`, status(t.lostDatagrams + t.lostRecords + dropped ? 'warn' : 'ok', html`<span class="num">${lost(t)}</span> lost upstream, <span class="num">${int(dropped)}</span> here`))}`,
    );
    put(E('.bookv'), verdict(t));
    put(E('.bookeq'), equation(t));
    E('.books').classList.toggle('off', t.offBy !== 0);
  }

  function show(c, next) {
    data = next;
    model = shape(data.series, [by], 'bps');
    const unscaled = data.tops[0]?.total.unscaledFlows;
    const all = data.tops[0]?.total.flows;
    E('#scaled').textContent = 'bits/s, scaled by sampling rate' + (unscaled ? `; ${percent(unscaled / all, 0)} of flows state none` : '');
    meters(c);
    ranks();
    put(E('.remark'), remark(data.series, ...data.tops));
    if (!model.total.total) {
      chart?.destroy();
      chart = null;
      return put(E('.chart'), noFlows(c));
    }
    const options = { times: model.times, step: model.step, series: chartSeries(), lane: lane(data.books), pendingFrom: c.status?.databaseAway ? c.status.awaySince : null };
    if (chart) {
      if (!E('.legend').matches(':hover')) chart.update(options);
    } else {
      put(E('.chart'), '');
      chart = timeChart(E('.chart'), {
        ...options,
        mode: 'stacked',
        height: () => (innerWidth < 700 ? 220 : Math.max(236, Math.min(680, innerHeight - 546 - document.getElementById('alert').offsetHeight))),
        label: 'Stacked area of bits per second by ' + dimension(by).title.toLowerCase(),
        onZoom: (from, to) => c.set({ range: `${from}-${to}` }, true),
        onCursor: i => legend((hover = i)),
      });
    }
    if (hover == null && !E('.legend').contains(document.activeElement)) legend(null);
  }

  E('.legend').addEventListener('mouseover', e => {
    const tr = e.target.closest('tr[data-i]');
    chart?.highlight(tr ? +tr.dataset.i : null);
  });
  E('.legend').addEventListener('mouseleave', () => chart?.highlight(null));
  show(c, first);
  return { update: show, destroy: () => chart?.destroy() };
}
