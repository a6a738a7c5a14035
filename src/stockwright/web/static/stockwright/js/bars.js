// Charts of bars over labels, stacked where there are several series.
import { colours, load } from "./drawing.js";

const charts = new Map();
const ROLES = ["accent", "ink", "warn", "good", "info", "muted", "line", "line-strong", "text"];
const PAINTS = ["accent", "ink", "warn", "good", "info", "muted"];

function options(data, paint, narrow) {
  const compact = new Intl.NumberFormat(data.language, { notation: "compact", maximumFractionDigits: 1 });
  const full = new Intl.NumberFormat(data.language, { maximumFractionDigits: 1 });
  const label = { color: paint.muted, fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily };
  const several = data.series.length > 1;
  return {
    animation: false,
    grid: { left: 48, right: 12, top: 28, bottom: several ? 52 : 26 },
    legend: several ? { bottom: 0, type: "scroll", textStyle: label, itemWidth: 10, itemHeight: 10, pageTextStyle: label } : undefined,
    xAxis: {
      type: "category", data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: paint.line_strong } },
      axisLabel: { ...label, interval: Math.max(0, Math.ceil(data.labels.length / (narrow ? 4 : 7)) - 1) },
    },
    yAxis: {
      type: "value", name: data.unit, nameTextStyle: { ...label, align: "left", padding: [0, 0, 0, -38] }, nameGap: 10, splitNumber: 3,
      axisLabel: { ...label, formatter: (value) => compact.format(value) }, splitLine: { lineStyle: { color: paint.line } },
    },
    tooltip: { trigger: "axis", confine: true, transitionDuration: 0, renderMode: "richText", axisPointer: { type: "shadow" }, valueFormatter: (value) => `${full.format(value)} ${data.unit}` },
    series: data.series.map((one, i) => ({
      name: one.name, type: "bar", stack: "all", data: one.values, barMaxWidth: 34, itemStyle: { color: paint[PAINTS[i % PAINTS.length]] },
    })),
  };
}

async function draw(holder) {
  const data = JSON.parse(document.getElementById(holder.dataset.bars).textContent);
  const echarts = await load(holder.dataset.library);
  const chart = charts.get(holder) ?? echarts.init(holder, null, { renderer: "canvas" });
  chart.setOption(options(data, colours(ROLES), holder.clientWidth < 420), true);
  if (charts.has(holder)) return;
  charts.set(holder, chart);
  new ResizeObserver(() => chart.resize()).observe(holder);
}

for (const holder of document.querySelectorAll("[data-bars]")) draw(holder);
document.addEventListener("theme", () => { for (const holder of charts.keys()) draw(holder); });
