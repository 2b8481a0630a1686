// Show me the record: every column that the exporter filled, and everything that has no column.
import { html, put, raw, lengths } from '../html.js';
import * as api from '../api.js';
import { int, seconds, clockMillis, stampMillis, clock } from '../format.js';
import { term, download, csv, toast } from '../ui.js';
import { protocol, version, dimension } from '../dimensions.js';

const PAGE = 100;
const FLAGS = [['F', 1, 'FIN'], ['S', 2, 'SYN'], ['R', 4, 'RST'], ['P', 8, 'PSH'], ['A', 16, 'ACK'], ['U', 32, 'URG'], ['E', 64, 'ECE'], ['C', 128, 'CWR']];
const FLOW = ['flow_start', 'flow_end', 'packets', 'octets', 'sampling_rate', 'sampling_origin', 'tcp_flags', 'tos', 'protocol', 'application', 'direction', 'flow_end_reason', 'forwarding_status'];
const ORIGINS = [, 'packet', 'option', 'override'];
const PATH = ['src_addr', 'src_port', 'src_as', 'src_mask', 'dst_addr', 'dst_port', 'dst_as', 'dst_mask', 'in_if', 'out_if', 'next_hop', 'bgp_next_hop', 'vlan', 'post_vlan', 'src_mac', 'dst_mac'];
const ENTRY = ['received_at', 'exporter', 'observation_domain', 'export_version'];

export async function load(c, options) {
  const [first, top] = await Promise.all([api.flows(c, { limit: PAGE }, options), api.top(c, { by: ['protocol'], order: 'flows', limit: 1 }, options)]);
  return { first, total: top.total.flows };
}

const flags = bits => FLAGS.filter(([, bit]) => bits & bit);

function shown(name, f) {
  const v = f[name];
  if (/_at$|^flow_(start|end)$/.test(name)) return html`<span class="num">${stampMillis(seconds(v))}</span>`;
  if (name === 'protocol') return html`${protocol(v)} <span class="dim">${v}</span>`;
  if (name === 'export_version') return version(v);
  if (name === 'tcp_flags') return flags(v).map(x => x[2]).join(' ') || '0';
  if (name === 'sampling_rate') return html`<span class="num">1 in ${int(v)}</span>`;
  if (name === 'sampling_origin') return ORIGINS[v] || String(v);
  if (name === 'octets' || name === 'packets') {
    const rate = f.sampling_rate > 1 ? f.sampling_rate : 1;
    return rate > 1 ? html`<span class="num">${int(v * rate)} <span class="dim">counted ${int(v)} × ${int(rate)}</span></span>` : html`<span class="num">${int(v)}</span>`;
  }
  const text = Array.isArray(v) ? v.join(' ') : String(v);
  const named = f.names?.[name];
  return html`${term(text, dimension(name).term(v), 'mono')}${named ? html` <span class="dim">${named}</span>` : ''}`;
}

function details(f, columns) {
  const filled = columns.map(x => x.name).filter(name => f[name] != null && name !== 'extra');
  const list = names => html`<dl>${names.filter(n => filled.includes(n)).map(n => html`<div><dt>${n.replace(/_/g, ' ')}</dt><dd>${shown(n, f)}</dd></div>`)}</dl>`;
  const rest = filled.filter(n => ![...FLOW, ...PATH, ...ENTRY].includes(n));
  const extra = typeof f.extra === 'string' ? JSON.parse(f.extra) : f.extra;
  return html`<div class="fd"><section><h3>Flow</h3>${list(FLOW)}</section><section><h3>Path</h3>${list(PATH)}</section><section><h3>Received</h3>${list(ENTRY)}${rest.length ? html`<h3>Further columns</h3>${list(rest)}` : ''}</section><section class="xt"><h3>extra</h3><pre tabindex="0">${extra ? JSON.stringify(extra, null, 2) : 'nothing beyond the columns'}</pre></section></div>`;
}

export function mount(m, c, { first, total }) {
  const columns = first.columns;
  const rows = [];
  let next = null;
  const end = (address, port, side) => html`<span class="ep">${address == null ? html`<span class="dim">–</span>` : term(address, `${side} ip ${address}`, 'mono')}${port ? html`<span class="mono dim">:${term(port, `${side} port ${port}`, 'mono')}</span>` : ''}</span>`;

  function line(f, i) {
    const start = seconds(f.flow_start);
    const stop = seconds(f.flow_end);
    return html`<tr data-row data-q="${i}"><td class="ck"><button class="exp" aria-expanded="false" aria-label="All fields"><svg class="i" viewBox="0 0 20 20"><path d="M8 5l5 5-5 5"/></svg></button></td><td class="num c-t">${clockMillis(seconds(f.received_at))}</td><td class="r num c-duration">${start != null && stop != null ? (stop - start).toFixed(3) : html`<span class="dim">–</span>`}</td><td class="c-exp">${term(f.names?.exporter || f.exporter, 'exporter ' + f.exporter, 'mono')}</td><td class="c-proto dim">${f.protocol == null ? '–' : term(protocol(f.protocol), 'proto ' + protocol(f.protocol))}</td><td class="c-src">${end(f.src_addr, f.src_port, 'src')}</td><td class="c-dst">${end(f.dst_addr, f.dst_port, 'dst')}</td><td class="mono c-flags">${f.tcp_flags == null || f.protocol !== 6 ? '' : [...'SAPFR'].map(x => (flags(f.tcp_flags).some(y => y[0] === x) ? x : raw('<span class="nil" aria-hidden="true">·</span>')))}</td><td class="r num c-rate dim">${f.sampling_rate ? '1:' + int(f.sampling_rate) : '–'}</td><td class="r num c-packets">${int(f.packets)}</td><td class="r num c-bytes">${int(f.octets)}</td></tr>`;
  }

  put(
    m,
    html`<section class="tools"><div class="tl"><span class="lbl"><b class="num" data-flows="${total}">${int(total)}</b> flow records in this range${c.f ? ', filtered' : ''}</span></div><div class="tr"><span class="dim">Values as the exporter counted them; open a row for scaled numbers</span><button class="btn sm" id="csv">CSV</button><button class="btn sm" id="json">JSON</button></div></section>
    <section class="panel"><div class="scroll" tabindex="0" role="region" aria-label="Flow records"><table class="tbl flows"><thead><tr><th class="ck"><span class="vh">Open</span></th><th>Received, UTC</th><th class="r">Dur s</th><th>Exporter</th><th>Proto</th><th>Source</th><th>Destination</th><th>Flags</th><th class="r">Sampled</th><th class="r">Packets</th><th class="r">Octets</th></tr></thead><tbody></tbody></table></div>
    <footer class="pf"><span class="dim num" id="shown"></span><button class="btn sm" id="more">Show ${PAGE} more</button></footer></section>`,
  );
  const E = s => m.querySelector(s);

  function add(answer) {
    E('tbody').insertAdjacentHTML('beforeend', html`${answer.rows.map((f, i) => line(f, rows.length + i))}`.text);
    rows.push(...answer.rows);
    next = answer.next;
    E('#more').hidden = !next;
    E('#shown').textContent = rows.length ? `Showing 1 to ${int(rows.length)}, newest first` : c.f ? 'Nothing matches the filter in this time range.' : 'No flows in this time range.';
  }

  async function more() {
    E('#more').disabled = true;
    try {
      add(await api.flows(c, { limit: PAGE, after: next }));
    } catch (problem) {
      toast(problem.message);
    }
    E('#more').disabled = false;
  }

  function toggle(tr) {
    const opened = tr.classList.toggle('open');
    tr.querySelector('.exp').setAttribute('aria-expanded', String(opened));
    if (opened) tr.insertAdjacentHTML('afterend', html`<tr class="det"><td colspan="11">${details(rows[+tr.dataset.q], columns)}</td></tr>`.text);
    else tr.nextElementSibling?.matches('.det') && tr.nextElementSibling.remove();
  }

  add(first);
  m.onclick = e => {
    if (e.target.closest('[data-term]')) return;
    const id = e.target.closest('button')?.id;
    const names = columns.map(x => x.name);
    if (id === 'more') return more();
    if (id === 'csv') return download('flows.csv', 'text/csv', csv([names, ...rows.map(f => names.map(n => (f[n] != null && typeof f[n] === 'object' ? JSON.stringify(f[n]) : f[n])))]));
    if (id === 'json') return download('flows.json', 'application/json', JSON.stringify(rows));
    const tr = e.target.closest('tr[data-q]');
    if (tr) toggle(tr);
  };
  return {};
}
