'use strict';
// Colours are variables of the style sheet: one drawing serves light, dark and print.
const text = {labelColor: 'var(--quiet)', titleColor: 'var(--quiet)', labelFontSize: 11, titleFontSize: 11,
  titleFontWeight: 'normal'};
const config = {
  background: 'transparent',
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif',
  view: {stroke: null},
  axis: {...text, domainColor: 'var(--rule)', tickColor: 'var(--rule)', gridColor: 'var(--rule)', gridOpacity: .6,
    labelPadding: 4, titlePadding: 8},
  axisX: {grid: false},
  axisY: {domain: false, ticks: false},
  legend: {...text, labelColor: 'var(--ink)', orient: 'top', title: null, labelLimit: 320, symbolStrokeWidth: 2.5, symbolOpacity: 1,
   
    symbolSize: 120, offset: 6, columnPadding: 14},
  range: {category: [1, 2, 3, 4, 5, 6, 7, 8].map(i => `var(--s${i})`)}
};
for (const figure of document.querySelectorAll('figure.chart')) {
  const view = figure.querySelector('.view');
  const spec = JSON.parse(figure.querySelector('script').textContent);
  const options = {mode: 'vega-lite', renderer: 'svg', actions: false, config,
    tooltip: {disableDefaultStyle: true}};
  vegaEmbed(view, spec, options).then(
    () => { figure.dataset.drawn = 'yes'; },
    problem => { figure.dataset.drawn = 'no'; view.textContent = 'This chart cannot be drawn: ' + problem; });
}
