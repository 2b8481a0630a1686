// The largest of one dimension by the largest of another, with what is left of each, so that every row and column adds up to its
// own total. Octets throughout.
import { value } from '../dimensions.js';

// The groups of an answer that a filter can name: {id, text, term, note, octets}. What exporters did not state is left over.
export function largest(answer, name) {
  return answer.rows
    .filter(row => row.key[name] != null && row.octets > 0)
    .map(row => ({ ...value(name, row.key[name], row.names), id: String(row.key[name]), octets: row.octets }));
}

// A condition that any of them fulfils.
export const anyOf = list => `(${list.map(x => `(${x.term})`).join(' or ')})`;

// cells[i][j]: from rows[i] to columns[j]; behind the last one is what is left.
export function crossed(rows, columns, answer, names, total) {
  const cells = Array.from({ length: rows.length + 1 }, () => new Array(columns.length + 1).fill(0));
  const row = new Map(rows.map((x, i) => [x.id, i]));
  const column = new Map(columns.map((x, j) => [x.id, j]));
  for (const x of answer.rows) {
    const i = row.get(String(x.key[names[0]]));
    const j = column.get(String(x.key[names[1]]));
    if (i != null && j != null) cells[i][j] += x.octets;
  }
  const sum = values => values.reduce((a, b) => a + b, 0);
  rows.forEach((x, i) => (cells[i][columns.length] = x.octets - sum(cells[i])));
  columns.forEach((x, j) => (cells[rows.length][j] = x.octets - sum(cells.map(r => r[j]))));
  cells[rows.length][columns.length] = total - sum(cells.map(sum));
  return cells;
}
