// Charts of a few lines over labels; the first is the one that matters.
import { colours, load } from "./drawing.js";

const charts = new Map();
const ROLES = ["accent", "ink", "warn", "good", "info", "muted", "line", "line-strong", "text"];
const PAINTS = ["accent", "ink", "warn", "good", "info", "muted"];
const SHAPES = ["circle", "rect", "triangle", "diamond", "circle", "rect"];

function curve(one, i, paint, alone) {
  const colour = paint[PAINTS[i % PAINTS.length]];
  return {
    name: one.name, type: "line", data: one.values, connectNulls: true, symbol: SHAPES[i % SHAPES.length], symbolSize: alone ? 7 : 4,
    lineStyle: { color: colour, width: i ? 1.5 : 2.25, type: one.dashed ? "dashed" : "solid" }, itemStyle: { color: colour }, z: 10 - i,
  };
}

function options(data, paint, narrow) {
  const compact = new Intl.NumberFormat(data.language, { notation: "compact", maximumFractionDigits: 1 });
  const full = new Intl.NumberFormat(data.language, { maximumFractionDigits: 2 });
  const label = { color: paint.muted, fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily };
  const alone = data.labels.length < 3;
  return {
    animation: false,
    grid: { left: 48, right: 14, top: 28, bottom: 52 },
    legend: { bottom: 0, type: "scroll", textStyle: label, itemWidth: 18, itemHeight: 8, pageTextStyle: label },
    xAxis: {
      type: "category", data: data.labels, boundaryGap: alone, axisTick: { show: false }, axisLine: { lineStyle: { color: paint.line_strong } },
      axisLabel: { ...label, interval: Math.max(0, Math.ceil(data.labels.length / (narrow ? 4 : 8)) - 1) },
    },
    yAxis: {
      type: "value", name: data.unit, nameTextStyle: { ...label, align: "left", padding: [0, 0, 0, -38] }, nameGap: 10, splitNumber: 3,
      axisLabel: { ...label, formatter: (value) => compact.format(value) }, splitLine: { lineStyle: { color: paint.line } },
    },
    tooltip: {
      trigger: "axis", confine: true, transitionDuration: 0, renderMode: "richText",
      valueFormatter: (value) => (value === null || value === undefined ? "–" : `${full.format(value)}${data.unit === "%" ? "%" : ` ${data.unit}`}`),
    },
    series: data.curves.map((one, i) => curve(one, i, paint, alone)),
  };
}

async function draw(holder) {
  const data = JSON.parse(document.getElementById(holder.dataset.curves).textContent);
  const echarts = await load(holder.dataset.library);
  const chart = charts.get(holder) ?? echarts.init(holder, null, { renderer: "canvas" });
  chart.setOption(options(data, colours(ROLES), holder.clientWidth < 420), true);
  if (charts.has(holder)) return;
  charts.set(holder, chart);
  new ResizeObserver(() => chart.resize()).observe(holder);
}

for (const holder of document.querySelectorAll("[data-curves]")) draw(holder);
document.addEventListener("theme", () => { for (const holder of charts.keys()) draw(holder); });
