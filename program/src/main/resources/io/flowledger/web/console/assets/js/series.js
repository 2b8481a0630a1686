// Makes of the server's time series what charts and tables show.
import { UNITS } from './format.js';
import { keyId, keyText } from './dimensions.js';

const sum = values => values.reduce((a, b) => a + b, 0);

function figures(values, seconds, u) {
  const { factor } = UNITS[u];
  const y = values.map(v => (v * factor) / seconds);
  const total = sum(values);
  const sorted = [...y].sort((a, b) => a - b);
  return {
    y,
    total,
    average: (total * factor) / (seconds * (values.length || 1)),
    last: y.at(-1) ?? 0,
    most: Math.max(0, ...y),
    p95: sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0,
  };
}

// {times, step, rows: [{id, key, text, y, total, average, last, most, p95, share, other}], total, difference, unscaledFlows}
// difference is what the rows and "other" do not explain of the total: 0 unless something is wrong.
export function shape(answer, by, u) {
  const { measure } = UNITS[u];
  const step = answer.stepSeconds;
  const rows = answer.series.map(s => ({ id: keyId(by, s.key), key: s.key, names: s.names, text: keyText(by, s.key), ...figures(s[measure], step, u) }));
  const total = figures(answer.total[measure], step, u);
  rows.sort((a, b) => b.total - a.total);
  const other = answer.other && figures(answer.other[measure], step, u);
  if (other && other.total > 0) rows.push({ id: '\u0002other', other: true, text: 'other', ...other });
  for (const row of rows) row.share = total.total ? row.total / total.total : 0;
  const difference = by.length ? total.total - sum(rows.map(row => row.total)) : 0;
  return { times: answer.times, step, rows, total, difference, groups: answer.groups, source: answer.source, tookMillis: answer.tookMillis, answer };
}

export const colours = (book, data, by) => book.assign(data.rows.filter(row => !row.other).map(row => row.id), by);

// Bars of the books lane: counted loss, from the minutes of the ledger.
export function lane(books) {
  const at = new Map();
  for (const exporter of books.exporters) {
    for (const minute of exporter.minutes) {
      const count = minute.lostDatagrams + minute.lostRecords;
      if (count) at.set(minute.at, (at.get(minute.at) || 0) + count);
    }
  }
  return [...at].map(([t, count]) => ({ at: t, seconds: books.stepSeconds, count }));
}
