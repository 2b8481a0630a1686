// The equation as a picture: one pipe, five stations; every exit is drawn, an empty one as a dashed line. Exits are not to
// scale: the numbers are to be read.
import { html } from '../html.js';
import { int } from '../format.js';
import { lost } from '../ui.js';

const TOP = 52;
const PIPE = 40;
const STATIONS = [8, 296, 580, 864, 1148];
const END = 1272;

function flow(t) {
  const dropped = t.kernelDropped + t.journalFullDropped;
  const journaled = t.received;
  return {
    dropped,
    stations: [
      ['Sent', (t.lostRecords ? '≥ ' : '') + int(t.received + t.lostDatagrams + dropped)],
      ['Received', int(t.received)],
      ['Journaled', int(journaled)],
      ['Decoded', int(t.received - t.refused - t.parked - t.waiting)],
      ['Stored', int(t.stored)],
    ],
    exits: [
      [120, t.lostRecords + t.lostDatagrams, lost(t), 'lost upstream', 'gap in sequence numbers', 'loss'],
      [256, dropped, int(dropped), 'dropped', t.journalFullDropped ? 'journal or socket full' : 'socket buffer full', 'loss'],
      [630, t.waiting, int(t.waiting), 'in journal', 'not yet in the database', 'side'],
      [780, t.parked, int(t.parked), 'parked', 'template not seen yet; kept', 'side'],
      [960, t.refused, int(t.refused), 'refused', 'malformed, unknown version', 'side'],
    ],
  };
}

const pipe = (from, to, cls) => `<rect class="pipe ${cls}" x="${from}" y="${TOP}" width="${to - from}" height="${PIPE}"/>`;

function exit([x, n, text, word, why, kind]) {
  const y = TOP + PIPE;
  const lift = n ? 4 : 0;
  const end = n ? `<path class="tip" d="M${x - 7} 136h14l-7 9z"/>` : `<circle cx="${x}" cy="139" r="3"/>`;
  return `<g class="exit ${n ? kind : 'zero'}"><path d="M${x - 26} ${y - lift}C${x - 6} ${y - lift} ${x} ${y + 8} ${x} ${y + 28}V136" stroke-width="${n ? 7 : 1}" fill="none"/>${end}<text x="${x}" y="166" text-anchor="middle" class="xn">${text}</text><text x="${x}" y="184" text-anchor="middle" class="xl">${word}</text>${n ? `<text x="${x}" y="201" text-anchor="middle" class="xw">${why}</text>` : ''}</g>`;
}

export function picture(t) {
  const { stations, exits } = flow(t);
  const off = t.offBy !== 0;
  const gap = 1060;
  const broken = `<g class="gap"><path d="M${gap - 26} ${TOP}l10 11-10 12 10 12-10 11M${gap + 26} ${TOP}l-10 11 10 12-10 12 10 11" fill="none"/><text x="${gap}" y="${TOP + 30}" text-anchor="middle" class="gx">?</text><path d="M${gap} ${TOP + PIPE + 4}V140" class="gl"/><text x="${gap}" y="166" text-anchor="middle" class="xn">${int(t.offBy)}</text><text x="${gap}" y="184" text-anchor="middle" class="xl">unaccounted</text></g>`;
  const rule = `<g class="dbl2"><line x1="${STATIONS[4]}" x2="${END}" y1="106" y2="106"/><line x1="${STATIONS[4]}" x2="${END}" y1="110" y2="110"/></g>`;
  const words = stations.map(([name, n]) => `${name} ${n}`).concat(exits.map(e => `${e[3]} ${e[2]}`)).join(', ');
  return `<svg class="ledgerpic" viewBox="0 0 1280 216" role="img" aria-label="${words}; ${off ? 'off by ' + int(t.offBy) : 'balanced'}">
  ${pipe(STATIONS[0], STATIONS[1], 'pre')}${off ? pipe(STATIONS[1], gap - 26, '') + pipe(gap + 26, END, '') + broken : pipe(STATIONS[1], END, '')}
  ${exits.map(exit).join('')}
  ${stations.map(([name, n], i) => `<g class="stn"><line x1="${STATIONS[i]}" x2="${STATIONS[i]}" y1="${TOP - 44}" y2="${TOP + PIPE}"/><text x="${STATIONS[i] + 9}" y="${TOP - 30}" class="sl">${name}</text><text x="${STATIONS[i] + 9}" y="${TOP - 9}" class="sn">${n}</text></g>`).join('')}
  ${off || !t.received ? '' : rule}</svg>`;
}

// The same for narrow screens.
export function steps(t) {
  const { stations, exits } = flow(t);
  const station = i => html`<li class="s"><span>${stations[i][0]}</span><b class="num">${stations[i][1]}</b></li>`;
  const out = i => html`<li class="x${exits[i][1] ? '' : ' zero'}"><span>${exits[i][3]}</span><b class="num">${exits[i][1] ? '− ' : ''}${exits[i][2]}</b></li>`;
  return html`<ol class="steps">${station(0)}${out(0)}${out(1)}${station(1)}${station(2)}${out(2)}${out(3)}${out(4)}${station(3)}${t.offBy ? html`<li class="x offx"><span>unaccounted</span><b class="num">${int(t.offBy)}</b></li>` : ''}<li class="s last"><span>Stored</span><b class="num">${t.offBy || !t.received ? int(t.stored) : html`<span class="dbl">${int(t.stored)}</span>`}</b></li></ol>`;
}
