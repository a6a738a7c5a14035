// The item's chart: what was sold, what will be, and until when the stock lasts. The library loads only here.
import { colours, load } from "./drawing.js";

const charts = new Map();
const faded = (rgb, share) => rgb.replace("rgb(", "rgba(").replace(")", `, ${share})`);
const blank = (length) => Array.from({ length }, () => null);
const minus = (upper, lower) => upper.map((value, i) => Math.max(0, value - lower[i]));

const missed = (data, i) => (data.estimate[i] ? Math.max(0, data.estimate[i] - (data.sales[i] ?? 0)) || null : null);

function bandSeries(data, paint) {
  const { q025, q10, q25, q75, q90, q975 } = data.bands;
  const lead = blank(data.sales.length);
  const layer = (values, share) => ({
    type: "line", stack: "fan", data: [...lead, ...values], symbol: "none", silent: true,
    lineStyle: { opacity: 0 }, areaStyle: share ? { color: faded(paint.accent, share) } : undefined,
  });
  return [
    layer(q025, 0), layer(minus(q10, q025), 0.13), layer(minus(q25, q10), 0.24), layer(minus(q75, q25), 0.4),
    layer(minus(q90, q75), 0.24), layer(minus(q975, q90), 0.13),
  ];
}

function demandSeries(data, paint) {
  const { words } = data;
  return [
    {
      // Days without stock are shaded from foot to top: no sale there says nothing of demand.
      type: "bar", yAxisIndex: 2, data: data.sales.map((value) => (value === null ? 1 : null)), barWidth: "100%", barGap: "-100%",
      silent: true, itemStyle: { color: faded(paint.bad, 0.14) },
    },
    { name: words.sales, type: "bar", stack: "demand", data: data.sales, barWidth: "70%", itemStyle: { color: paint.ink } },
    {
      // What is estimated stands on what was sold, hollow, so that nobody takes one for the other.
      name: words.estimate, type: "bar", stack: "demand", data: data.sales.map((sold, i) => missed(data, i)), barWidth: "70%", silent: true,
      itemStyle: { color: faded(paint.ink, 0.08), borderColor: paint.ink, borderType: [2, 2], borderWidth: 1 },
    },
    ...bandSeries(data, paint),
    {
      name: words.median, type: "line", data: [...blank(data.sales.length), ...data.bands.q50], symbol: "none",
      lineStyle: { color: paint.accent, width: 2 }, itemStyle: { color: paint.accent },
    },
  ];
}

const on = (mark, day) => mark[2] <= day && day <= mark[3];
const RANK = ["override", "left_out", "promotion", "price", "change", "event", "holiday"]; // of several on a day the first is drawn
const toneOf = (tone, paint) => ({ promotion: paint.good, holiday: paint.warn, override: paint.info, price: paint.info, left_out: paint.muted }[tone] ?? paint.accent);

// Days that were told to the forecast are shaded from foot to top, and named above where there is room.
function marksSeries(data, paint) {
  const own = data.marks.filter((mark) => mark[1] !== "holiday" && mark[1] !== "left_out");
  const named = new Set(own.length <= 3 ? own : []);
  const label = ([name, tone]) => ({
    show: true, formatter: name.length > 18 ? `${name.slice(0, 17)}…` : name, position: "insideTopLeft", distance: 2, fontSize: 10,
    color: toneOf(tone, paint),
  });
  const shade = (day) => {
    const mark = data.marks.filter((one) => on(one, day)).sort((one, other) => RANK.indexOf(one[1]) - RANK.indexOf(other[1]))[0];
    if (!mark) return null;
    const begins = mark[2] === day || (mark[2] < data.days[0] && day === data.days[0]);
    return { value: 1, itemStyle: { color: faded(toneOf(mark[1], paint), 0.16) }, label: named.has(mark) && begins ? label(mark) : undefined };
  };
  return { type: "bar", yAxisIndex: 2, data: data.days.map(shade), barWidth: "100%", barGap: "-100%", silent: true };
}

function stockSeries(data, paint) {
  const { words } = data;
  const lead = blank(data.sales.length);
  const past = data.stock_history.length ? data.stock_history : lead;
  const line = (name, values, style) => ({
    name, type: "line", step: "end", xAxisIndex: 1, yAxisIndex: 1, symbol: "none", data: values,
    lineStyle: { width: 1.75, ...style }, itemStyle: { color: style.color },
  });
  const plain = line(words.stock, [...past, ...data.stock], { color: paint.text });
  plain.areaStyle = { color: faded(paint.text, 0.06) };
  plain.markPoint = {
    symbol: "triangle", symbolSize: 9, symbolOffset: [0, -5], silent: true, itemStyle: { color: paint.good }, label: { show: false },
    data: data.arrivals.filter(([day]) => data.days.includes(day)).map(([day]) => ({ coord: [day, 0] })),
  };
  if (data.stockout_on && data.days.includes(data.stockout_on)) {
    plain.markLine = {
      symbol: "none", silent: true, lineStyle: { color: paint.bad, type: "solid", width: 1.25 },
      label: { formatter: words.stockout, color: paint.bad, position: "end", distance: 4, fontSize: 11, fontWeight: 600 },
      data: [{ xAxis: data.stockout_on }],
    };
  }
  if (!data.stock_with_advice.length) return [plain];
  return [plain, line(words.stock_with_advice, [...lead, ...data.stock_with_advice], { color: paint.accent, type: "dashed" })];
}

function row(list, name, value, colour) {
  const line = list.appendChild(document.createElement("div"));
  line.className = "tip-row";
  const dot = line.appendChild(document.createElement("i"));
  dot.style.background = colour;
  line.append(name);
  line.appendChild(document.createElement("b")).textContent = value;
}

function tip(data, paint, shown) {
  const number = new Intl.NumberFormat(data.language, { maximumFractionDigits: 1 });
  const full = new Intl.DateTimeFormat(data.language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  return (points) => {
    const i = points[0].dataIndex;
    const f = i - data.sales.length;
    const box = document.createElement("div");
    box.className = "tip";
    box.appendChild(document.createElement("strong")).textContent = full.format(new Date(data.days[i]));
    if (f < 0) row(box, data.sales[i] === null ? data.words.no_stock : data.words.sales, data.sales[i] === null ? "" : number.format(data.sales[i]), paint.ink);
    if (f < 0 && data.estimate[i]) row(box, data.words.estimate, number.format(data.estimate[i]), faded(paint.ink, 0.3));
    if (f >= 0) {
      row(box, data.words.median, number.format(data.bands.q50[f]), paint.accent);
      row(box, data.words.band, `${number.format(data.bands.q10[f])}–${number.format(data.bands.q90[f])}`, faded(paint.accent, 0.3));
    }
    const stock = f < 0 ? data.stock_history[i] : data.stock[f];
    if (stock !== undefined && stock !== null) row(box, data.words.stock, number.format(stock), paint.text);
    if (f >= 0 && data.stock_with_advice.length) row(box, data.words.stock_with_advice, number.format(data.stock_with_advice[f]), paint.accent);
    for (const mark of data.marks) if (on(mark, data.days[i])) row(box, mark[0], "", toneOf(mark[1], paint));
    for (const [day, quantity] of data.arrivals) if (day === data.days[i]) row(box, data.words.arrival, `+${number.format(quantity)}`, paint.good);
    shown?.(i);
    return box;
  };
}

function options(data, paint, narrow) {
  const short = new Intl.DateTimeFormat(data.language, { day: "numeric", month: "short", timeZone: "UTC" });
  const compact = new Intl.NumberFormat(data.language, { notation: "compact", maximumFractionDigits: 1 });
  const label = { color: paint.muted, fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily };
  const x = (grid, labels) => ({
    type: "category", gridIndex: grid, data: data.days, boundaryGap: true, axisTick: { show: false },
    axisLine: { lineStyle: { color: paint.line_strong } }, axisPointer: { label: { show: false }, lineStyle: { color: paint.line_strong } },
    axisLabel: { ...label, show: labels, formatter: (day) => short.format(new Date(day)), interval: Math.ceil(data.days.length / (narrow ? 4 : 8)) - 1 },
  });
  const y = (grid, name) => ({
    type: "value", gridIndex: grid, min: 0, splitNumber: grid ? 2 : 3, name, nameTextStyle: { ...label, align: "left", padding: [0, 0, 0, -34] }, nameGap: 10,
    axisLabel: { ...label, formatter: (value) => compact.format(value) }, splitLine: { lineStyle: { color: paint.line } },
  });
  return {
    animation: false,
    grid: [{ left: 40, right: 12, top: 26, height: "50%" }, { left: 40, right: 12, bottom: 24, height: "21%" }],
    xAxis: [x(0, false), x(1, true)],
    yAxis: [y(0, `${data.words.sales}, ${data.unit}`), y(1, `${data.words.stock}, ${data.unit}`), { type: "value", gridIndex: 0, min: 0, max: 1, show: false }],
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: {
      trigger: "axis", renderMode: "html", confine: true, transitionDuration: 0, padding: 0, borderWidth: 0,
      backgroundColor: "transparent", extraCssText: "box-shadow:none", formatter: tip(data, paint),
    },
    series: [marksSeries(data, paint), ...demandSeries(data, paint), ...stockSeries(data, paint)],
  };
}

const ROLES = ["accent", "ink", "bad", "good", "warn", "info", "text", "muted", "line", "line-strong"];

async function draw(holder) {
  const data = JSON.parse(document.getElementById(holder.dataset.chart).textContent);
  const echarts = await load(holder.dataset.library);
  if (!holder.isConnected) return;
  const chart = charts.get(holder)?.chart ?? echarts.init(holder, null, { renderer: "canvas" });
  chart.setOption(options(data, colours(ROLES), holder.clientWidth < 480), true);
  if (charts.has(holder)) return;
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(holder);
  charts.set(holder, { chart, watch });
}

function sweep() {
  for (const [holder, { chart, watch }] of charts) {
    if (holder.isConnected) continue;
    watch.disconnect();
    chart.dispose();
    charts.delete(holder);
  }
}

function drawAll() {
  sweep();
  for (const holder of document.querySelectorAll("[data-chart]")) if (!charts.has(holder)) draw(holder);
}

document.addEventListener("htmx:afterSettle", drawAll);
document.addEventListener("theme", () => { for (const holder of charts.keys()) draw(holder); });
drawAll();
