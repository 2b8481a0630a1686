// The pages that are not about traffic: nothing received yet, loading, a failure, and the bar while nothing is stored.
import { html, put, raw, esc } from '../html.js';
import { int, si, duration, clock } from '../format.js';
import { status, glyph, segments, copy } from '../ui.js';

const snippets = host => [
  {
    name: 'Cisco IOS XE',
    note: 'NetFlow v9, udp 2055',
    text: `flow exporter FLOWLEDGER\n destination ${host}\n transport udp 2055\n template data timeout 60\n option interface-table timeout 300\n option sampler-table timeout 300\n!\nflow monitor FLOWLEDGER\n exporter FLOWLEDGER\n cache timeout active 60\n record netflow ipv4 original-input\n!\ninterface GigabitEthernet1\n ip flow monitor FLOWLEDGER input`,
  },
  {
    name: 'MikroTik RouterOS 7',
    note: 'IPFIX, udp 2055',
    text: `/ip traffic-flow\nset enabled=yes interfaces=all \\\n    active-flow-timeout=1m\n\n/ip traffic-flow target\nadd dst-address=${host} port=2055 \\\n    version=ipfix`,
  },
  {
    name: 'Linux, softflowd',
    note: 'IPFIX, udp 4739',
    text: `softflowd -i eth0 -v 10 \\\n  -n ${host.includes(':') ? `[${host}]` : host}:4739 \\\n  -t maxlife=60\n\n# watch it work\nsoftflowctl statistics`,
  },
];

export function empty(m, c) {
  const s = c.status;
  const here = /^(localhost|127\.|\[?::1)/.test(location.hostname) ? [] : [location.hostname.replace(/^\[|\]$/g, '')];
  const addresses = [...new Set([...(s?.addresses || []), ...here])];
  if (!addresses.length) addresses.push('192.0.2.10');
  const host = addresses.includes(c.q.get('addr')) ? c.q.get('addr') : addresses[0];
  const list = snippets(host);
  const marked = text => raw(esc(text).split(esc(host)).join(`<mark>${esc(host)}</mark>`));
  const listen = (s?.listen || []).map(x => (typeof x === 'string' ? x : x.text || `${x.protocol || 'udp'} ${x.port}`)).join(', ');
  put(
    m,
    html`<section class="empty"><div class="el"><h2>Waiting for the first datagram</h2><p>Point a router at this host. The books open with its first datagram, usually within a minute.</p><div class="addr"><span class="lbl">This host is</span>${segments('addr', addresses.slice(0, 4).map(a => [a, a]), host, 'Address of this host')}</div></div>
    <ul class="checks"><li>${status('ok', 'Listening')}<span class="mono">${listen || '–'}</span></li><li>${status('ok', 'Journal')}<span>room for ${si((s?.journal?.limitOctets ?? 0) - (s?.journal?.octets ?? 0), 'B')}</span></li><li>${s?.databaseAway ? status('warn', 'Database') : status('ok', 'Database')}<span>${s?.databaseAway ? 'away' : 'reachable'}</span></li><li class="wait">${status('off', 'First datagram')}<span class="num">none yet</span></li></ul></section>
    <div class="three snips">${list.map((x, i) => html`<section class="panel snip"><header class="ph"><h2>${x.name}</h2><span class="dim">${x.note}</span><span class="sp"></span><button class="btn sm" data-copy="${i}" aria-label="Copy for ${x.name}">Copy</button></header><pre tabindex="0"><code>${marked(x.text)}</code></pre></section>`)}</div>
    <p class="foot">No router at hand? <code>flowledger demo</code> sends from built-in exporters. Nothing arriving? On this host run <code>tcpdump -ni any udp port 2055</code>: when datagrams show there but not here, a local firewall is in the way. sFlow agents send to udp 6343.</p>`,
  );
  m.onclick = e => {
    const b = e.target.closest('[data-copy]');
    if (b) copy(list[+b.dataset.copy].text, 'Copied for ' + list[+b.dataset.copy].name);
  };
  return { update: (c2, data) => data && document.dispatchEvent(new Event('again')) };
}

const LONG = 60 * 86400;

function alertText(s) {
  if (s.databaseAway)
    return html`<b>The database ${s.awaySince ? 'has been away for ' + duration(Math.max(0, s.now - s.awaySince)) : 'is away'}. Nothing is lost.</b><span>Datagrams are safe in the journal and will be stored, once each, when it returns.${s.awaySince ? html` Charts end at <span class="num">${clock(s.awaySince)}</span>.` : ''}</span>`;
  const budget = s.storingStopped === 'budget';
  return html`<b>${budget ? 'The tables have reached their size' : 'The disk is almost full'}. Nothing is lost.</b><span>Datagrams are safe in the journal and will be stored, once each, when there is room. ${budget ? html`Raise <code>database-size</code>.` : 'Make room on the disk.'}</span>`;
}

export function alertBar({ status: s }) {
  const j = s.journal || {};
  const left = j.lastsSeconds;
  return html`<section class="alert" role="alert">${glyph('warn')}<div class="am">${alertText(s)}</div>
  <div class="room"><span class="rl"><b class="num">${left == null ? '–' : left > LONG ? 'over 2 months' : duration(left)}</b> of room left</span><span class="gauge" role="meter" aria-valuemin="0" aria-valuemax="${j.limitOctets || 1}" aria-valuenow="${j.octets || 0}" aria-label="Journal used"><i data-w="${j.limitOctets ? Math.min(1, j.octets / j.limitOctets) : 0}"></i></span><span class="dim num">journal ${si(j.octets, 'B')} of ${si(j.limitOctets, 'B')}, ${int(j.waitingDatagrams)} datagrams wait</span></div></section>`;
}

// The final layout with still placeholders.
export function loading(c, page) {
  const rows = n => Array.from({ length: n }, (_, i) => html`<div class="sk w${i % 4}"></div>`);
  return html`<div class="stack"><section class="panel chartp"><header class="ph"><h2>${page.title}</h2><span class="dim num" id="waited"></span><span class="sp"></span><button class="btn sm" id="cancel" hidden>Cancel</button></header><div class="skc"></div></section><section class="panel"><div class="skl">${rows(6)}</div></section></div>`;
}

export function waited(m, seconds, cancel) {
  const place = m.querySelector('#waited');
  if (!place || seconds < 1) return;
  place.textContent = `reading, ${seconds.toFixed(1)} s`;
  const button = m.querySelector('#cancel');
  button.hidden = false;
  button.onclick = cancel;
}

export function failed(c, problem) {
  const filter = problem.position != null;
  const title = filter ? 'The filter is not understood' : problem.status === 503 || c.status?.databaseAway ? 'The database is away' : problem.status ? 'The question could not be answered' : 'The server does not answer';
  return html`<section class="panel failed">${glyph(filter ? 'warn' : 'bad')}<div><h2>${title}</h2><p>${problem.status ? problem.message : 'Flowledger may be stopped, or the network is down. This page asks again by itself.'}</p>${filter ? html`<pre class="mono">${c.f}\n${' '.repeat(problem.position)}${'^'.repeat(Math.max(1, problem.length || 1))}</pre>` : ''}</div></section>`;
}
