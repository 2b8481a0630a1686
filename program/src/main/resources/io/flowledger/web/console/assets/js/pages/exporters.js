// Which device is silent, losing, mis-clocked, or of doubtful sampling? Those come first, the rest by volume.
import { html, put } from '../html.js';
import * as api from '../api.js';
import { int, loss, clock, signed, si, stamp, duration } from '../format.js';
import { status, lost, glyph, equation, verdict, term, noFlows, nothing } from '../ui.js';
import { timeChart, spark } from '../charts.js';
import { shape, lane, colours } from '../series.js';
import { version, Colours, value } from '../dimensions.js';
import { judge, lossOf, silent, clockOff } from '../exporterstate.js';

// So many exporters have a trend; of those beyond, the average over the range is shown.
const TRENDS = 200;

export async function load(c, options) {
  const one = c.sub ? { ...c, f: [`exporter ${c.sub}`, c.f && `(${c.f})`].filter(Boolean).join(' and ') } : c;
  const [list, books, flows, detail, interfaces] = await Promise.all([
    c.sub ? null : api.exporters(c, options),
    api.ledger(c, c.sub ? { exporter: c.sub } : {}, options),
    api.timeseries(one, c.sub ? {} : { by: ['exporter'], order: 'flows', limit: TRENDS }, options),
    c.sub ? api.exporter(c, c.sub, options) : null,
    c.sub ? api.timeseries(one, { by: ['in_if'], order: 'octets', limit: 7 }, options) : null,
  ]);
  return { list, books, flows, detail, interfaces };
}

export const mount = (m, c, data) => (c.sub ? one(m, c, data) : all(m, c, data));

const clockOf = e => (e.clockSkewMillis == null ? html`<span class="dim nosk">–</span>` : html`<span class="${clockOff(e) ? 'warnv' : ''}">${signed(+(e.clockSkewMillis / 1000).toFixed(Math.abs(e.clockSkewMillis) < 10000 ? 1 : 0))}</span>`);
// {rate, by}: one packet in so many, and who said so; null when nobody did.
const SAID_BY = { option: 'options data', packet: 'its datagrams', override: 'configuration' };
function samplingOf(e) {
  if (e.samplingRate) return { rate: int(e.samplingRate), by: SAID_BY[e.samplingOrigin] || e.samplingOrigin };
  if (e.flows && e.unscaledFlows === 0) return { rate: 'n', by: 'each flow' };
  return e.samplingOrigin === 'option' ? { rate: 'several', by: 'options data' } : null;
}
function sampling(e) {
  const s = samplingOf(e);
  return s ? html`<span class="num">1 : ${s.rate}</span><span class="l2">${s.by}</span>` : html`<span class="num">1 : 1</span><span class="l2">assumed, <b class="warnv">check</b></span>`;
}
const versions = e => (e.versions || []).map(version).join(', ');
const fault = e => (e.lastFault ? html`<span class="num dim">${clock(e.lastFaultAt)}</span> ${e.lastFault}` : html`<span class="dim never">none since start</span>`);

const average = v => (v ? html`<span class="dim" title="Average over the range">${v < 0.5 ? '<1' : int(v)}</span>` : '0');

function all(m, c, first) {
  function show(c, data) {
    const series = shape(data.flows, ['exporter'], 'fps');
    const flows = new Map(series.rows.filter(r => !r.other).map(r => [String(r.key.exporter), r]));
    const books = new Map(data.books.exporters.map(x => [x.exporter, x]));
    const rows = data.list
      .map(e => ({ e, b: books.get(e.address), f: flows.get(e.address), ...judge(e, books.get(e.address), c) }))
      .map(x => ({ ...x, loss: x.b ? lossOf([x.b]) : null }))
      .sort((a, b) => a.rank - b.rank || (b.b?.received || 0) - (a.b?.received || 0) || a.e.address.localeCompare(b.e.address));
    const most = Math.max(...rows.map(r => r.loss || 0)) || 1;
    const focused = document.activeElement?.closest?.('[data-row]')?.dataset.href;
    put(
      m,
      html`<section class="tools"><div class="tl"><span class="lbl"><b class="num">${rows.filter(r => !silent(r.e, c)).length}</b> of <b class="num">${rows.length}</b> up, <b class="num">${rows.filter(r => r.rank < 9).length}</b> need a look, listed first</span></div></section>
      <section class="panel"><div class="scroll" tabindex="0" role="region" aria-label="Exporters"><table class="tbl expt"><thead><tr><th>State</th><th>Exporter</th><th>Speaks</th><th class="r">Flows/s</th><th class="trend"><span class="vh">Trend</span></th><th class="r">Datagrams</th><th class="r">Loss</th><th><span class="vh">Loss compared</span></th><th class="r">Templates</th><th>Sampling, said by</th><th class="r" title="Our clock minus the exporter's">Clock, s</th><th>Last fault</th></tr></thead><tbody>
      ${rows.map(
        ({ e, b, f, mark, loss: part }) => html`<tr data-row data-href="${c.href('exporters', {}, e.address)}" data-datagrams="${b?.received ?? 0}"><td class="x-st">${mark}</td><td class="x-name"><a class="mono" href="${c.href('exporters', {}, e.address)}"><b>${e.name || e.address}</b></a><span class="l2">${e.name ? `${e.address}, ` : ''}last ${e.lastSeen ? clock(e.lastSeen) : '–'}</span></td><td class="x-kind">${versions(e)}<span class="l2">${(e.domains || []).length > 1 ? `${e.domains.length} domains` : ''}</span></td><td class="r num x-fps">${f ? int(f.last) : average(e.flows / (c.r.to - c.r.from))}</td><td class="trend">${f ? spark(f.y, 84, 18) : ''}</td><td class="r num x-dg">${int(b?.received ?? 0)}</td><td class="r num x-loss">${part ? html`${loss(part)}<span class="l2 num">${lost(b)}</span>` : html`<span class="dim">${loss(part)}</span>`}</td><td class="x-lb"><span class="lbar"><i data-w="${(part || 0) / most}"></i></span></td><td class="r num x-tp">${e.templates || html`<span class="dim">none</span>`}${b?.parked ? html`<span class="l2"><b class="warnv">${int(b.parked)} waiting</b></span>` : ''}</td><td class="x-sa">${sampling(e)}</td><td class="r num x-sk">${clockOf(e)}</td><td class="x-ft">${fault(e)}</td></tr>`,
      )}</tbody></table></div></section>
      <p class="foot">The origin of sampling decides how far to trust a rate. <b>assumed</b> means nobody said, so 1 : 1 was used.</p>`,
    );
    if (focused) m.querySelector(`[data-href="${CSS.escape(focused)}"] a`)?.focus();
  }
  show(c, first);
  m.onclick = e => {
    if (e.target.closest('a,button')) return;
    const tr = e.target.closest('[data-href]');
    if (tr) location.hash = tr.dataset.href;
  };
  return { update: show };
}

function one(m, c, first) {
  const { detail: e, books, interfaces } = first;
  const b = books.exporters.find(x => x.exporter === c.sub) || books.total;
  const flows = shape(first.flows, [], 'fps').total;
  const model = shape(interfaces, ['in_if'], 'bps');
  const hues = colours(new Colours(), model, ['in_if']);
  const seconds = c.r.to - c.r.from;
  const meter = (label, figure, note) => html`<div class="meter"><span class="ml">${label}</span><span class="mv num">${figure}</span><span class="ms">${note}</span></div>`;
  const ago = e.lastSeen == null ? null : Math.max(0, c.status.now - e.lastSeen);
  const bits = octets => (octets == null ? '–' : si((octets * 8) / seconds, 'b/s'));
  const templates = e.templateList || (Array.isArray(e.templates) ? e.templates : []);
  put(
    m,
    html`<nav class="crumb" aria-label="Breadcrumb"><a href="${c.href('exporters')}">Exporters</a><span class="dim">/</span><b class="mono">${c.sub}</b><span class="dim">${versions(e)}</span>${judge(e, b, c).mark}<span class="sp"></span><a class="btn sm" href="${c.href('flows', { f: 'exporter ' + c.sub })}">Its flows</a><a class="btn sm" href="${c.href('explore', { f: 'exporter ' + c.sub })}">Explore</a></nav>
    ${e.lastFault ? html`<p class="fault">${glyph('warn')}<span><b class="num">${e.lastFaultAt ? stamp(e.lastFaultAt) : ''}</b> ${e.lastFault}</span></p>` : ''}
    <section class="meters">${meter('Flows', si(flows.last, ''), 'per second')}${meter('Loss', loss(lossOf([b])), html`${lost(b)} upstream`)}${meter('Sampling', html`1 : ${samplingOf(e)?.rate ?? 1}`, samplingOf(e) ? `said by ${samplingOf(e).by}` : 'assumed')}${meter('Clock', html`${clockOf(e)}<small>s</small>`, 'our time minus its')}${meter('Last datagram', ago == null ? '–' : duration(ago), 'ago')}</section>
    <section class="books ${b.offBy ? 'off' : ''}"><span class="bookv">${verdict(b)}</span><span class="bookeq">${equation(b)}</span><a class="bookl" href="${c.href('ledger', { f: 'exporter ' + c.sub })}">Open ledger</a></section>
    <div class="two-col"><section class="panel"><header class="ph"><h2>Interfaces</h2><span class="dim">${int((e.interfaces || []).length)}</span></header>${(e.interfaces || []).length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Interfaces"><table class="tbl"><thead><tr><th class="r">Index</th><th>Name</th><th>Description</th><th class="r">In</th><th class="r">Out</th></tr></thead><tbody>${e.interfaces.map(i => html`<tr data-row><td class="r num">${term(i.index, `exporter ${c.sub} and if ${i.index}`)}</td><td class="mono">${i.name || ''}</td><td class="dim">${i.description || ''}</td><td class="r num">${bits(i.inOctets)}</td><td class="r num">${bits(i.outOctets)}</td></tr>`)}</tbody></table></div>` : nothing('No interface in this time.')}</section>
    <section class="panel"><header class="ph"><h2>Templates</h2><span class="dim">${templates.length ? 'as announced by the device' : ''}</span></header>${templates.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Templates"><table class="tbl"><thead><tr><th class="r">Id</th><th>Kind</th><th>Refreshed</th><th>Fields</th></tr></thead><tbody>${templates.map(t => html`<tr data-row><td class="r num">${t.templateId ?? t.id}</td><td>${t.options ? 'options' : 'data'}</td><td class="num dim">${t.refreshedAt ? clock(typeof t.refreshedAt === 'number' ? t.refreshedAt : Date.parse(t.refreshedAt) / 1000) : ''}</td><td class="tf">${Array.isArray(t.fields) ? t.fields.map(x => x.name || x).join(' ') : t.fields}</td></tr>`)}</tbody></table></div>` : nothing('Its format is fixed and needs no templates.')}</section></div>
    <section class="panel chartp"><header class="ph"><h2>Bits/s by input interface</h2></header><div class="chart"></div></section>`,
  );
  const place = m.querySelector('.chart');
  let chart = null;
  if (!model.rows.length) put(place, noFlows(c));
  else
    chart = timeChart(place, {
      times: model.times,
      step: model.step,
      series: model.rows.map(r => ({ label: r.text, hue: hues.get(r.id) || 0, y: r.y })),
      mode: 'stacked',
      height: () => Math.max(190, Math.min(420, innerHeight - 540)),
      lane: lane(books),
      label: 'Bits per second by input interface',
      onZoom: (from, to) => c.set({ range: `${from}-${to}` }, true),
    });
  return { destroy: () => chart?.destroy() };
}
