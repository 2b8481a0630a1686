// Streams from sources through services to destinations, as wide as their rate.
import { esc, raw, put } from '../html.js';
import { rate } from '../format.js';
import { Colours } from '../dimensions.js';

const GAP = 7;
const NODE = 10;
const REST = '\u0002';
const colours = new Colours();

// columns: sources, services, destinations; cells: octets between neighbours, as made by crossed(); bits makes them a rate.
export function streams(place, columns, cells, bits, hover) {
  const sum = values => values.reduce((a, b) => a + b, 0);
  const total = bits(sum(cells[0].map(sum)));
  const nodes = columns.map((column, i) => {
    const rest = i < 2 ? sum(cells[i].at(-1)) : sum(cells[1].map(row => row.at(-1)));
    return [...column.map(x => ({ ...x, bits: bits(x.octets), out: 0, in: 0 })), { id: REST, text: 'others', term: '', note: '', bits: bits(rest), out: 0, in: 0 }];
  });
  const links = [];
  cells.forEach((table, a) =>
    table.forEach((row, i) =>
      row.forEach((octets, j) => {
        if (octets > 0) links.push({ a, from: nodes[a][i], to: nodes[a + 1][j], service: nodes[1][a ? i : j].id, bits: bits(octets) });
      }),
    ),
  );
  nodes.forEach((column, i) => (nodes[i] = column.filter(node => node.bits > 0)));
  const width = Math.max(innerWidth < 700 ? 330 : 560, place.clientWidth - 16);
  const height = Math.max(460, Math.min(1000, innerHeight - 178));
  const margin = width < 620 ? 128 : 176;
  const x = [margin, width / 2 - NODE / 2, width - margin - NODE];
  const most = Math.max(...nodes.map(n => n.length));
  const scale = (height - 26 - GAP * (most - 1)) / (total || 1);
  for (const column of nodes) {
    const order = [...column].sort((a, b) => (a.id === REST) - (b.id === REST) || b.bits - a.bits);
    let y = 22 + (height - 26 - total * scale - GAP * (order.length - 1)) / 2;
    for (const node of order) {
      node.y = y;
      node.h = Math.max(1.5, node.bits * scale);
      y += node.bits * scale + GAP;
    }
    // Labels of thin ones move down until they can be read.
    let least = 0;
    for (const node of order) {
      node.labelY = Math.max(node.y + node.h / 2, least);
      least = node.labelY + (node.h > 24 ? 26 : 13);
    }
  }
  const hues = colours.assign(nodes[1].filter(n => n.id !== REST).sort((a, b) => b.bits - a.bits).map(n => n.id), ['service']);
  const paint = service => `var(--c${hues.get(service) || 0})`;

  const order = [...links].sort((a, b) => a.from.y - b.from.y || a.to.y - b.to.y);
  for (const link of order) {
    link.y0 = link.from.y + link.from.out;
    link.from.out += link.bits * scale;
  }
  for (const link of [...order].sort((a, b) => a.to.y - b.to.y || a.from.y - b.from.y)) {
    link.y1 = link.to.y + link.to.in;
    link.to.in += link.bits * scale;
  }

  const letters = Math.floor((margin - 12) / 7.3);

  function path(link) {
    const h = Math.max(0.8, link.bits * scale);
    const x0 = x[link.a] + NODE;
    const x1 = x[link.a + 1];
    const c = (x1 - x0) * 0.48;
    return `M${x0} ${link.y0}C${x0 + c} ${link.y0} ${x1 - c} ${link.y1} ${x1} ${link.y1}v${h}C${x1 - c} ${link.y1 + h} ${x0 + c} ${link.y0 + h} ${x0} ${link.y0 + h}Z`;
  }

  function label(node, i) {
    const middle = i === 1 ? node.y + node.h / 2 : node.labelY;
    const text = esc(i !== 1 && node.text.length > letters ? node.text.slice(0, letters - 1) + '…' : node.text);
    if (i === 1) {
      if (node.h <= 15) return '';
      const w = (node.text.length + (node.note ? node.note.length + 1 : 0)) * 7 + 70;
      return `<rect class="lb" x="${width / 2 + 9}" y="${middle - 9}" width="${w}" height="18" rx="2"/><text x="${width / 2 + 14}" y="${middle + 4}"><tspan class="nk">${text}</tspan><tspan class="dimt" dx="5">${esc(node.note || '')} ${rate(node.bits)}</tspan></text>`;
    }
    const big = node.h > 24;
    const anchor = i === 0 ? 'end' : 'start';
    const tx = i === 0 ? x[0] - 7 : x[2] + NODE + 7;
    return `<text x="${tx}" y="${middle + (big ? -2 : 4)}" text-anchor="${anchor}" class="mono">${text}</text>` + (big ? `<text x="${tx}" y="${middle + 12}" text-anchor="${anchor}" class="dimt">${rate(node.bits)}</text>` : '');
  }

  const flat = nodes.flatMap((column, i) => column.map(node => ({ node, i })));
  put(
    place,
    raw(
      `<svg class="sankey" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="Streams from sources through services to destinations; the table lists the same numbers"><g class="heads"><text x="${x[0] + NODE}" y="12" text-anchor="end">Source</text><text x="${width / 2}" y="12" text-anchor="middle">Service</text><text x="${x[2]}" y="12">Destination</text></g><g class="links">` +
        order.map((link, n) => `<path d="${path(link)}" fill="${paint(link.service)}" data-n="${n}"><title>${esc(link.from.text)} → ${esc(link.to.text)}: ${rate(link.bits)}</title></path>`).join('') +
        '</g>' +
        flat
          .map(({ node, i }, n) => `<g class="node" data-node="${n}"${node.term ? ` data-term="${esc(node.term)}" tabindex="0" role="button" aria-label="${esc(node.text)} ${rate(node.bits)}; add to filter"` : ''}><title>${esc(node.text)} ${rate(node.bits)}</title><rect x="${x[i]}" y="${node.y}" width="${NODE}" height="${node.h}" fill="${i === 1 ? paint(node.id) : 'var(--text-2)'}"/>${label(node, i)}</g>`)
          .join('') +
        '</svg>',
    ),
  );

  const svg = place.firstChild;
  const paths = [...svg.querySelectorAll('path[data-n]')];
  function off() {
    svg.classList.remove('hl');
    paths.forEach(p => p.classList.remove('on'));
    hover.textContent = '';
  }
  function on(e) {
    off();
    const target = e.target.closest('.node,path[data-n]');
    if (!target) return;
    svg.classList.add('hl');
    if (target.dataset.n) {
      const link = order[+target.dataset.n];
      target.classList.add('on');
      hover.textContent = `${link.from.text} → ${link.to.text}  ${rate(link.bits)}`;
    } else {
      const { node } = flat[+target.dataset.node];
      order.forEach((link, n) => (link.from === node || link.to === node) && paths[n].classList.add('on'));
      hover.textContent = `${node.text}  ${rate(node.bits)}`;
    }
  }
  svg.addEventListener('mouseover', on);
  svg.addEventListener('focusin', on);
  svg.addEventListener('mouseleave', off);
  svg.addEventListener('focusout', off);
  svg.addEventListener('keydown', e => {
    if (e.key === 'Enter' && e.target.dataset.term) e.target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  });
}
