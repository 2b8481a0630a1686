// What is to be said of an exporter before anything else.
import { status } from './ui.js';

const SILENT_SECONDS = 120;
const CLOCK_SECONDS = 120;
const COUNTS_RECORDS = new Set([5, 10]);

// At the end of the selected time: of a time that is over nobody asks who is silent now.
export function silent(e, c) {
  if (e.lastSeen == null || c.status == null) return true;
  return (c.r.live ? c.status.now : Math.min(c.status.now, c.r.to)) - e.lastSeen > SILENT_SECONDS;
}

// Share that was lost on the way. NetFlow v5 and IPFIX count records, the others datagrams, each against their own.
export function lossOf(rows) {
  let share = 0;
  let weight = 0;
  for (const e of rows) {
    const records = e.rows + e.lostRecords;
    const datagrams = e.received + e.lostDatagrams;
    const part = Math.max(e.lostRecords ? e.lostRecords / records : 0, e.lostDatagrams ? e.lostDatagrams / datagrams : 0);
    share += part * e.received;
    weight += e.received;
  }
  return weight ? share / weight : null;
}

export const countsRecords = e => (e.versions || []).some(v => COUNTS_RECORDS.has(v));
export const clockOff = e => e.clockSkewMillis != null && Math.abs(e.clockSkewMillis) > CLOCK_SECONDS * 1000;

// kind orders the list: what needs a look comes first.
export function judge(e, books, c) {
  if (silent(e, c)) return { rank: 0, mark: status('bad', 'silent') };
  if (books?.offBy) return { rank: 1, mark: status('ne', 'does not balance') };
  if (books?.parked) return { rank: 2, mark: status('warn', 'waiting for template') };
  if (books && (books.lostRecords || books.lostDatagrams)) return { rank: 3, mark: status('warn', 'losing upstream') };
  if (clockOff(e)) return { rank: 4, mark: status('warn', 'clock off') };
  return { rank: 9, mark: status('ok', 'ok') };
}
