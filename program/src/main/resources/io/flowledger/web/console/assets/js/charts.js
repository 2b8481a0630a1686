import uPlot from '../vendor/uPlot.esm.js';
import { raw } from './html.js';
import { si, clock, day } from './format.js';

export const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
// A number of an axis, without zeros that say nothing: 2.5 M, 10 M, 12.5 M.
const plain = v => (v === 0 ? '0' : si(v).replace(/(\.\d*?)0+(?= |$)/, '$1').replace(/\.(?= |$)/, ''));
export const color = hue => css('--c' + hue);

// A chart over time. o: {times, step, series: [{label, hue, y, hide}] biggest first, mode: stacked|lines, overlay, lane, pendingFrom,
// height(), label, onZoom(from, to), onCursor(index|null)}.
// Below it runs the books lane: a thin rule while every datagram is accounted for, bars where loss was counted.
export function timeChart(element, o) {
  const stacked = () => o.mode === 'stacked';
  const narrow = element.clientWidth < 520;
  const rootSize = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const font = `${0.6875 * rootSize}px "Plex Sans"`;
  const length = () => o.times.at(-1) - o.times[0];

  // uPlot paints in order: a stack is painted from its top band down, each band over the ones above it.
  function data() {
    const rows = [o.times];
    if (stacked()) {
      let sum = new Float64Array(o.times.length);
      const sums = o.series.map(s => Array.from((sum = sum.map((v, i) => v + (s.hide ? 0 : s.y[i])))));
      rows.push(...sums.reverse());
    } else {
      rows.push(...o.series.map(s => (s.hide ? s.y.map(() => null) : s.y)).reverse());
    }
    if (o.overlay) rows.push(o.overlay, o.overlay);
    return rows;
  }

  function seriesOptions() {
    const surface = css('--surface');
    const points = { show: false };
    const out = [{}];
    for (const s of [...o.series].reverse()) {
      out.push(stacked() ? { fill: color(s.hue), stroke: surface, width: 1, points } : { stroke: color(s.hue), width: 1.75, points });
    }
    if (o.overlay) out.push({ stroke: surface, width: 4, alpha: 0.8, points }, { stroke: css('--text'), width: 1.5, dash: [5, 3], points });
    return out;
  }

  const axisX = {
    stroke: css('--text-3'),
    font,
    grid: { show: false },
    ticks: { stroke: css('--grid'), size: 4 },
    gap: o.lane ? 17 : 4,
    size: o.lane ? 44 : 32,
    space: narrow ? 70 : 90,
    values: (u, ticks) => ticks.map(t => (length() > 2 * 86400 ? day(t).slice(5) : clock(t, length() < 600))),
  };
  const axisY = {
    stroke: css('--text-3'),
    font,
    grid: { stroke: css('--grid'), width: 1 },
    ticks: { show: false },
    gap: 8,
    size: narrow ? 48 : 58,
    space: 44,
    values: (u, ticks) => ticks.map(plain),
  };

  const plot = new uPlot(
    {
      width: Math.max(80, element.clientWidth - 8),
      height: o.height(),
      tzDate: t => uPlot.tzDate(new Date(t * 1e3), 'Etc/UTC'),
      padding: [10, 8, 0, 0],
      series: seriesOptions(),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: !!o.onZoom, y: false, setScale: false, dist: 6 }, focus: { prox: -1 } },
      select: { show: true },
      scales: { x: { time: true }, y: { range: (u, least, most) => [0, Math.max(most || 0, 1) * 1.06] } },
      axes: [axisX, axisY],
      hooks: { setCursor: [u => o.onCursor?.(u.cursor.idx ?? null)], setSelect: [zoom], draw: [paint] },
    },
    data(),
    element,
  );

  function zoom(u) {
    if (!o.onZoom || u.select.width <= 6) return;
    const from = Math.round(u.posToVal(u.select.left, 'x'));
    const to = Math.round(u.posToVal(u.select.left + u.select.width, 'x'));
    u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    if (to - from >= 5) o.onZoom(from, to);
  }

  function paint(u) {
    const ratio = devicePixelRatio || 1;
    if (o.pendingFrom) paintPending(u, ratio);
    if (o.lane) paintLane(u, ratio);
  }

  function paintLane({ ctx, bbox, valToPos }, ratio) {
    const y = bbox.top + bbox.height + 12 * ratio;
    ctx.save();
    ctx.fillStyle = css('--ok');
    ctx.fillRect(bbox.left, y, bbox.width, 1.5 * ratio);
    ctx.fillStyle = css('--warn-fill');
    for (const { at, seconds, count } of o.lane) {
      const x = Math.max(bbox.left, valToPos(at, 'x', true));
      const end = Math.min(bbox.left + bbox.width, valToPos(at + seconds, 'x', true));
      const height = Math.min(10, 4 + Math.log2(count)) * ratio;
      if (end > bbox.left) ctx.fillRect(Math.min(x, bbox.left + bbox.width - 3 * ratio), y + 1.5 * ratio - height, Math.max(3 * ratio, end - x), height);
    }
    ctx.restore();
  }

  // The part that waits in the journal while the database is away.
  function paintPending({ ctx, bbox, valToPos }, ratio) {
    const left = Math.max(bbox.left, valToPos(o.pendingFrom, 'x', true));
    const right = bbox.left + bbox.width;
    if (left >= right) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    ctx.fillStyle = css('--surface');
    ctx.globalAlpha = 0.45;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = css('--edge');
    ctx.lineWidth = ratio;
    ctx.beginPath();
    for (let x = left - bbox.height; x < right; x += 9 * ratio) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
    ctx.save();
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.font = `500 ${12 * ratio}px "Plex Sans"`;
    const text = narrow ? 'in the journal' : 'in the journal, not yet in the database';
    const width = ctx.measureText(text).width + 12 * ratio;
    ctx.fillStyle = css('--surface');
    ctx.fillRect(right - width - 6 * ratio, bbox.top + 4 * ratio, width, 20 * ratio);
    ctx.fillStyle = css('--text');
    ctx.fillText(text, right - width, bbox.top + 18 * ratio);
    ctx.restore();
  }

  // Keyboard: arrows move the cursor, Enter zooms around it, Escape leaves.
  let index = null;
  element.tabIndex = 0;
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', (o.label || 'Chart over time') + '. Arrow keys read values, Enter zooms in; the table holds the same numbers.');
  element.onkeydown = e => {
    const stride = e.shiftKey ? 10 : 1;
    if (e.key === 'ArrowLeft' || e.key === 'ArrowRight') {
      e.preventDefault();
      index = Math.max(0, Math.min(o.times.length - 1, (index ?? o.times.length) + (e.key === 'ArrowLeft' ? -stride : stride)));
      plot.setCursor({ left: plot.valToPos(o.times[index], 'x'), top: 10 });
    } else if (e.key === 'Escape') {
      index = null;
      plot.setCursor({ left: -10, top: -10 });
    } else if (e.key === 'Enter' && index != null && o.onZoom) {
      const half = Math.max(5, length() / 8);
      o.onZoom(Math.round(o.times[index] - half), Math.round(o.times[index] + half));
    }
  };

  const fit = () => {
    const width = element.clientWidth - 8;
    const height = o.height();
    if (width > 0 && (Math.abs(width - plot.width) > 1 || height !== plot.height)) plot.setSize({ width, height });
  };
  const observer = new ResizeObserver(fit);
  observer.observe(element);
  addEventListener('resize', fit);

  return {
    // Same number of series: values change in place. Otherwise the caller makes a new chart.
    update(n) {
      const recolour = n.series.some((s, i) => s.hue !== o.series[i]?.hue);
      Object.assign(o, n);
      if (recolour || plot.series.length !== o.series.length + 1 + (o.overlay ? 2 : 0)) {
        while (plot.series.length > 1) plot.delSeries(plot.series.length - 1);
        for (const s of seriesOptions().slice(1)) plot.addSeries(s);
      }
      plot.setData(data());
    },
    highlight(i) {
      o.series.forEach((_, k) => (plot.series[o.series.length - k].alpha = i == null || i === k ? 1 : 0.28));
      plot.redraw(false);
    },
    destroy() {
      observer.disconnect();
      removeEventListener('resize', fit);
      element.onkeydown = null;
      plot.destroy();
    },
  };
}

// A line that shows shape only: from its own minimum to its own maximum, but never less than a tenth of its level.
export function spark(y, width = 96, height = 20) {
  const stride = Math.max(1, Math.floor(y.length / (width / 2)));
  const points = [];
  for (let i = 0; i < y.length; i += stride) {
    const part = y.slice(i, i + stride);
    points.push(part.reduce((a, b) => a + b, 0) / part.length);
  }
  let most = Math.max(...points) || 1;
  let least = Math.min(...points);
  if (most - least < most * 0.1) {
    const middle = (most + least) / 2;
    least = middle - most * 0.05;
    most = middle + most * 0.05;
  }
  const x = i => ((i / (points.length - 1 || 1)) * (width - 2) + 1).toFixed(1);
  const h = v => (height - 2 - ((v - least) / (most - least)) * (height - 4)).toFixed(1);
  const path = points.map((v, i) => (i ? 'L' : 'M') + x(i) + ' ' + h(v)).join('');
  return raw(
    `<svg class="spark" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true"><path d="${path}" fill="none" stroke="var(--text-2)" stroke-width="1.25" vector-effect="non-scaling-stroke"/></svg>`,
  );
}
