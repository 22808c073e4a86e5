'use strict';
// The charts: what they show is in the table of blocks too. Colours come from the style sheet.
const Charts = (() => {
  const charts = new Map();
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  const line = (label, name, values, more) => ({
    label, data: values, borderColor: colour(name), backgroundColor: colour(name), borderWidth: 2, pointRadius: 2.5, spanGaps: false, ...more,
  });
  const dashed = { pointRadius: 0, pointStyle: 'line', borderWidth: 1.5, borderDash: [6, 4] };
  const level = (label, name, value, blocks) => line(label, name, blocks.map(() => value), dashed);
  const percent = (value) => (value === null || value === undefined ? null : 100 * value);
  // The band is the room between two lines that are not drawn; only the first has an entry in the legend.
  const band = (label, lows, highs) => [
    line(label, 'band', highs, { borderWidth: 0, pointRadius: 0, pointStyle: 'rect', fill: '+1', backgroundColor: colour('band') }),
    line('', 'band', lows, { borderWidth: 0, pointRadius: 0 }),
  ];

  // A line for a line, a block for a band; the circles of the points would be drawn as wide as the lines.
  const legendLabels = (chart) =>
    Chart.defaults.plugins.legend.labels.generateLabels(chart).map((item) => ({ ...item, pointStyle: item.pointStyle === 'rect' ? 'rect' : 'line' }));

  const options = (yTitle, suggestedMin) => ({
    responsive: true,
    maintainAspectRatio: false,
    // at once: on a busy machine a chart that changes every second would never come to the end of a motion
    animation: false,
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: { title: { display: true, text: 'Block', color: colour('ink') }, ticks: { color: colour('faint') }, grid: { color: colour('line') } },
      y: { suggestedMin, title: { display: true, text: yTitle, color: colour('ink') }, ticks: { color: colour('faint') }, grid: { color: colour('line') } },
    },
    plugins: { legend: { labels: { color: colour('ink'), usePointStyle: true, pointStyleWidth: 24, boxHeight: 7, generateLabels: legendLabels, filter: (item) => item.text !== '' } } },
  });

  const draw = (id, yTitle, blocks, datasets, suggestedMin) => {
    const data = { labels: blocks.map((block) => String(block.number)), datasets };
    const known = charts.get(id);
    if (known === undefined) {
      charts.set(id, new Chart(document.getElementById(id), { type: 'line', data, options: options(yTitle, suggestedMin) }));
      return;
    }
    known.data = data;
    known.options = options(yTitle, suggestedMin);
    known.update('none');
  };

  const show = (state) => {
    const blocks = state.blocks;
    const reference = state.reference;
    document.body.classList.toggle('no-blocks', blocks.length === 0);
    const of = (field) => blocks.map((block) => block[field]);
    // Alice is not told S
    document.body.classList.toggle('no-score', blocks.length > 0 && of('score').every((score) => score === null));
    draw('score-chart', 'S', blocks, [
      line('S', 'blue', of('score')),
      ...band('95 % band', of('scoreLow'), of('scoreHigh')),
      level('local bound 2', 'red', reference.localBound, blocks),
      level('quantum bound 2√2', 'green', reference.quantumBound, blocks),
      // room below the local bound, which an attack reaches
    ], 1.9);
    draw('rate-chart', 'key bits per round', blocks, [
      line('key rate', 'blue', of('keyRate')),
      level("the theorem's prediction", 'violet', reference.predictedRate, blocks),
      line('upper bound for any protocol', 'green', of('upperBound').map((bound) => bound ?? reference.upperBound), dashed),
    ]);
    draw('qber-chart', 'QBER in %', blocks, [
      line('QBER', 'blue', of('qber').map(percent)),
      level('expected', 'violet', percent(reference.expectedQber), blocks),
    ]);
    draw('win-chart', 'share of test rounds', blocks, [line('win ratio', 'blue', of('winRatio'))]);
  };

  return { show };
})();
