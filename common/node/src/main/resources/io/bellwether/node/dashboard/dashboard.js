'use strict';
// Shows what /api/dashboard says, as /api/events sends it. Every text is set as text: nothing that a box or a peer said becomes markup.
(() => {
  const PATIENCE_MILLIS = 10000;
  const at = (id) => document.getElementById(id);
  const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
  const whole = (value) => grouped.format(value);
  const fixed = (value, digits) => (value === null || value === undefined ? '–' : value.toFixed(digits));
  const percent = (value, digits) => (value === null || value === undefined ? '–' : (100 * value).toFixed(digits) + ' %');

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const tiles = (list, entries) => list.replaceChildren(...entries.map(([term, text, className]) => {
    const tile = element('div');
    tile.append(element('dt', term), element('dd', text, className));
    return tile;
  }));

  const connection = (state, text) => {
    const shown = at('connection');
    if (shown.dataset.state !== state || shown.textContent !== text) {
      shown.dataset.state = state;
      shown.textContent = text;
    }
  };

  const inWords = ({ state, detail }) => (detail === '' ? state : state + (state === 'connected' ? ' to ' : ': ') + detail);
  const CHECKS = ['peer', 'box', 'store', 'pool'];
  const check = (one) => (one.ok ? 'good' : 'bad');

  const showNow = (state) => {
    const { status, readiness } = state;
    const last = state.blocks.at(-1);
    tiles(at('tiles'), [
      ['Link', inWords(status.now.link), check(readiness.peer)],
      ['Ready', readiness.ready ? 'yes' : 'no: ' + CHECKS.filter((name) => !readiness[name].ok).join(', '), readiness.ready ? 'good' : 'bad'],
      [`Last ${state.reference.scoreName}`, last ? fixed(last.score, 4) : '–'],
      ['Last QBER', last ? percent(last.qber, 3) : '–'],
      ['Blocks accepted', whole(status.now.acceptedBlocks)],
      ['Blocks aborted', whole(Object.values(status.now.abortedBlocks).reduce((sum, count) => sum + count, 0))],
      ['Secret bits made', whole(status.now.secretBits)],
      ['Theorem', status.theorem],
    ]);
    const current = status.now.current;
    at('current').textContent = current
      ? `${current.step.toLowerCase()}: ${whole(current.measuredRounds)} of ${whole(current.rounds)} rounds measured`
      : 'No block is under way.';
    at('progress').value = current ? current.measuredRounds / current.rounds : 0;
    at('steps').replaceChildren(...state.steps.map((step) => {
      const item = element('li', step.toLowerCase());
      if (current && current.step === step) item.setAttribute('aria-current', 'step');
      return item;
    }));
  };

  const showStepSeconds = (state) => {
    const { currentStepSeconds, last } = state.status.now;
    const seconds = (of, step) => fixed(of && of[step], 2);
    at('step-seconds').replaceChildren(...state.steps.map((step) => {
      const row = element('tr');
      const name = element('th', step.toLowerCase());
      name.scope = 'row';
      row.append(name, element('td', seconds(currentStepSeconds, step)), element('td', seconds(last && last.stepSeconds, step)));
      return row;
    }));
  };

  const showNotes = (state) => {
    const { status, reference } = state;
    const chsh = reference.expectedChsh !== null;
    at('score-section').hidden = !chsh;
    at('score-note').textContent = status.end === 'BOB'
      ? `Known here as soon as the corrected copy gives it. Expected of honest boxes: ${fixed(reference.expectedChsh, 3)}.`
      : "Alice is not told S: test outcomes are part of the raw key and never leave Bob. She is told what became of each block; Bob's dashboard has the curve.";
    at('error-section').hidden = status.end === 'ALICE';
    const bound = reference.upperBound;
    at('rate-note').textContent = `${status.theorem} predicts ${fixed(reference.predictedRate, 4)} bits per round`
      + (bound === null ? '.' : `; no protocol at all could make more than ${fixed(bound, 4)} of the expected S, so this is ${percent(reference.predictedRate / bound, 1)} of the best.`);
  };

  const showAborts = (state) => {
    const aborts = state.blocks.filter((block) => block.outcome !== 'accepted').slice(-5).reverse();
    at('aborts').replaceChildren(...(aborts.length === 0
      ? [element('li', 'None.')]
      : aborts.map((block) => {
        const item = element('li');
        item.append(element('strong', `Block ${block.number}: ${block.explanation || block.outcome}`), element('span', ` (${block.reason || 'undecided'}${block.detail ? ': ' + block.detail : ''})`));
        return item;
      })));
  };

  const LEVELS = { SUFFICIENT: 'good', LOW: 'warn', AT_FLOOR: 'bad' };
  const showStock = ({ status }) => tiles(at('stock'), [
    ['Pool level', status.pool.level, LEVELS[status.pool.level]],
    ['Pool bits, this end', whole(status.pool.ownBits)],
    ['Pool bits, the peer', whole(status.pool.peerBits)],
    ['Spendable at once', whole(status.pool.spendableBits)],
    [`Keys of ${status.keys.keySizeBits} bits to fetch`, whole(status.keys.availableKeys)],
    ['Free bits here', whole(status.keys.freeBits)],
    ['Free bits at the peer', whole(status.keys.peerFreeBits)],
    ['Pool comes from', status.pool.origin],
  ]);

  const ADVERSARY = {
    ADVERSARIAL: 'Adversary: ON. This simulated source plays an attack; the right answer is blocks without a key. To end it: stop the nodes and the source, start bellwether box --model oxford2022, give it a box.name of its own at both ends, and start the nodes again',
    SIMULATED: 'Adversary: off. This is a simulated source. A node has no say over its box, so the switch is where the source is started: stop the nodes, start bellwether box --model local in its place, give it a box.name of its own at both ends, and start the nodes again',
    OTHER: 'Not a simulated source of Bellwether: there is no adversary to switch.',
  };
  const showBox = ({ status, boxKind }) => {
    at('box').textContent = status.now.box;
    at('box').className = status.now.boxFailed ? 'bad' : '';
    at('adversary').dataset.kind = boxKind;
    at('adversary').textContent = ADVERSARY[boxKind];
  };

  const showBlocks = (state) => at('blocks').replaceChildren(...state.blocks.slice().reverse().map((block) => {
    const row = element('tr');
    row.append(
      element('td', String(block.number)),
      element('td', new Date(block.ended).toLocaleTimeString()),
      element('td', block.reason ? `${block.outcome}: ${block.reason}` : block.outcome, block.outcome === 'accepted' ? 'good' : 'bad'),
      element('td', fixed(block.score, 4)),
      element('td', block.scoreLow === null ? '–' : `${fixed(block.scoreLow, 4)} to ${fixed(block.scoreHigh, 4)}`),
      element('td', percent(block.qber, 3)),
      element('td', fixed(block.winRatio, 4)),
      element('td', whole(block.keyBits)),
      element('td', fixed(block.keyRate, 4)),
      element('td', fixed(block.upperBound, 4)),
      element('td', fixed(block.seconds, 2)),
    );
    row.title = block.block;
    return row;
  }));

  let shown = null;
  const show = (state) => {
    shown = state;
    const end = state.status.end.charAt(0) + state.status.end.slice(1).toLowerCase();
    at('name').textContent = `${end}'s node, ${state.status.name}`;
    document.title = `${end}: ${state.status.now.link.state} · Bellwether`;
    connection('live', 'Live');
    for (const part of [showNow, showStepSeconds, showNotes, showAborts, showStock, showBox, showBlocks]) part(state);
    Charts.show(state);
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { if (shown) Charts.show(shown); });

  // The token stands behind the # of the address, which a browser sends to nobody; it is taken out of the address and kept for this tab.
  const token = () => {
    const fromAddress = location.hash.slice(1);
    if (/^[0-9a-f]{64}$/.test(fromAddress)) {
      sessionStorage.setItem('token', fromAddress);
      history.replaceState(null, '', location.pathname);
    }
    return sessionStorage.getItem('token');
  };

  const deny = () => {
    at('denied').hidden = false;
    connection('denied', 'Not allowed');
  };

  // EventSource cannot send the token, so events are read from an ordinary answer.
  const readEvents = async (body, alive) => {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      alive();
      text += value;
      const events = text.split('\n\n');
      text = events.pop();
      const data = events.at(-1)?.split('\n').find((field) => field.startsWith('data: '));
      if (data) show(JSON.parse(data.slice('data: '.length)));
    }
  };

  // Whether to try again.
  const follow = async () => {
    const silence = new AbortController();
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), PATIENCE_MILLIS);
    };
    try {
      alive();
      const answer = await fetch('/api/events', { headers: { Authorization: 'Bearer ' + token() }, signal: silence.signal, cache: 'no-store' });
      if (answer.status === 401) {
        deny();
        return false;
      }
      at('denied').hidden = true;
      if (answer.ok) await readEvents(answer.body, alive);
    } catch (failure) {
      // The node is gone, or silent; said below.
      if (!(failure instanceof TypeError) && failure.name !== 'AbortError') throw failure;
    } finally {
      clearTimeout(timer);
    }
    connection('lost', 'The node does not answer. What stands here is old; trying again every second');
    return true;
  };

  let running = false;
  const run = async () => {
    if (token() === null) {
      deny();
      return;
    }
    if (running) return;
    running = true;
    try {
      while (await follow()) await new Promise((done) => { setTimeout(done, 1000); });
    } finally {
      running = false;
    }
  };
  addEventListener('hashchange', run);
  run();
})();
