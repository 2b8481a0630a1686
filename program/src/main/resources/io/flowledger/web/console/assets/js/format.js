// Number, time and unit formats. Rates are SI (1 kb = 1000 b); counts of the ledger are never abbreviated.
const PREFIX = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const NONE = '–';

export function si(value, unit = '', digits = 3) {
  if (value == null || !isFinite(value)) return NONE;
  let i = 0;
  let size = Math.abs(value);
  while (size >= 999.5 && i < PREFIX.length - 1) {
    size /= 1000;
    value /= 1000;
    i++;
  }
  const rounded = +size.toPrecision(digits); // 9.999 has as many places as 10
  const wanted = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.max(rounded, 1e-9))));
  const places = Math.min(wanted, i || rounded < 10 ? digits - 1 : 0, size < 1 && !i ? 2 : 9);
  return (value.toFixed(places) + ' ' + PREFIX[i] + unit).trimEnd();
}

// What can be measured: `of` takes it from {octets, packets, flows} and gives what `unit` counts.
export const UNITS = {
  bps: { unit: 'b/s', name: 'bits/s', measure: 'octets', factor: 8 },
  pps: { unit: 'p/s', name: 'packets/s', measure: 'packets', factor: 1 },
  fps: { unit: 'fl/s', name: 'flows/s', measure: 'flows', factor: 1 },
};

export const rate = (value, u = 'bps') => si(value, UNITS[u].unit);
export const volume = (value, u = 'bps') => (u === 'bps' ? si(value, 'B') : u === 'pps' ? si(value, 'pkt') : int(value));
export const int = value => (value == null || !isFinite(value) ? NONE : Math.round(value).toLocaleString('en-US').replace('-', '−'));
export const percent = (share, places = 1) => (isFinite(share) ? (share * 100).toFixed(places) + ' %' : NONE);
export const loss = share =>
  share == null ? NONE : share === 0 ? '0 %' : share < 1e-4 ? '< 0.01 %' : (share * 100).toFixed(share < 0.1 ? 2 : 1) + ' %';
export const signed = value => (value > 0 ? '+' : value < 0 ? '−' : '') + Math.abs(value).toLocaleString('en-US');

const two = n => String(n).padStart(2, '0');

// Times are epoch seconds, shown in UTC.
export function clock(t, seconds = true) {
  const d = new Date(t * 1000);
  return two(d.getUTCHours()) + ':' + two(d.getUTCMinutes()) + (seconds ? ':' + two(d.getUTCSeconds()) : '');
}
export const clockMillis = t => clock(Math.floor(t)) + '.' + String(Math.floor(t * 1000) - Math.floor(t) * 1000).padStart(3, '0');
export const day = t => new Date(t * 1000).toISOString().slice(0, 10);
export const stamp = t => day(t) + ' ' + clock(t);
export const stampMillis = t => day(t) + ' ' + clockMillis(t);

export function duration(s) {
  if (s < 60) return Math.round(s) + ' s';
  if (s < 3600) return +(s / 60).toFixed(s % 60 ? 1 : 0) + ' min';
  if (s < 172800) return +(s / 3600).toFixed(1) + ' h';
  return Math.round(s / 86400) + ' d';
}

// An ISO 8601 text or a number of seconds as epoch seconds; null stays null.
export function seconds(value) {
  if (value == null) return null;
  if (typeof value === 'number') return value;
  const t = Date.parse(value) / 1000;
  return isNaN(t) ? null : t;
}
