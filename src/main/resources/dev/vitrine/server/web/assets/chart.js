// A chart of the numeric columns of a result.
import uPlot from 'uplot';

const HEIGHT = 320;
const MOST_SERIES = 6;
const NUMERIC = /^(LONG|INT|DOUBLE|DECIMAL|SHORT|BYTE|FLOAT)$/;
const TEMPORAL = /^(TIMESTAMP|DATE)/;

/** Shows a chart with a choice of its kind, or the reason why there is none. */
export function showChart(parent, schema, rows) {
  parent.replaceChildren();
  const numbers = schema.map((column, i) => i).filter((i) => NUMERIC.test(schema[i].type_name));
  const other = schema.findIndex((column, i) => !numbers.includes(i));
  const x = other >= 0 ? other : 0;
  const series = numbers.filter((i) => i !== x || numbers.length === 1).slice(0, MOST_SERIES);
  if (series.length === 0 || rows.length === 0) {
    const message = document.createElement('p');
    message.className = 'empty';
    message.textContent = 'A chart needs at least one row and one column of numbers.';
    parent.append(message);
    return;
  }
  const label = document.createElement('label');
  label.textContent = 'Kind ';
  const kind = document.createElement('select');
  for (const name of ['Bars', 'Lines']) {
    kind.add(new Option(name, name));
  }
  const time = TEMPORAL.test(schema[x].type_name);
  kind.value = time ? 'Lines' : 'Bars';
  label.append(kind);
  const place = document.createElement('div');
  place.className = 'chart';
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', 'Chart of ' + series.map((i) => schema[i].name).join(', ')
    + ' by ' + schema[x].name + '; the table has the same values');
  parent.append(label, place);
  const draw = () => {
    place.replaceChildren();
    new uPlot(options(schema, rows, x, series, time, kind.value, place.clientWidth), values(rows, x, series, time), place);
  };
  kind.addEventListener('change', draw);
  draw();
}

function values(rows, x, series, time) {
  const sorted = time
    ? rows.filter((row) => row[x] !== null).sort((a, b) => (a[x] < b[x] ? -1 : 1))
    : rows;
  const places = sorted.map((row, i) => (time ? Date.parse(instant(row[x])) / 1000 : i));
  return [places, ...series.map((i) => sorted.map((row) => (row[i] === null ? null : Number(row[i]))))];
}

function instant(text) {
  const iso = text.replace(' ', 'T');
  return iso.length <= 10 || /(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : iso + 'Z';
}

function options(schema, rows, x, series, time, kind, width) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const strokes = ['--accent', '--warn', '--danger', '--ok', '--muted', '--text'].map(colour);
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 } };
  const name = (i) => (Number.isInteger(i) && rows[i] ? shortened(rows[i][x] ?? 'NULL') : '');
  return {
    width: Math.max(320, width),
    height: HEIGHT,
    scales: { x: { time, range: time ? undefined : (self, low, high) => [low - 0.6, high + 0.6] },
      y: { range: kind === 'Bars' ? (self, low, high) => [Math.min(0, low), Math.max(0, high) * 1.05] : undefined },
    },
    axes: [
      time ? axis : { ...axis, values: (self, splits) => splits.map(name), incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000], space: 90 },
      { ...axis, size: 70 },
    ],
    series: [
      { label: schema[x].name, value: time ? undefined : (self, raw) => (raw === null ? '' : name(raw)) },
      ...series.map((i, n) => ({
        label: schema[i].name,
        stroke: strokes[n],
        fill: kind === 'Bars' ? strokes[n] + '99' : undefined,
        width: 2,
        paths: kind === 'Bars' ? uPlot.paths.bars({ size: [0.7, 60] }) : undefined,
        points: { show: kind === 'Lines' && rows.length < 60 },
      })),
    ],
  };
}

function shortened(text) {
  return text.length > 16 ? text.slice(0, 15) + '…' : text;
}
