'use strict';

const byId = id => document.getElementById(id);
const shownEvents = 100;
let last = null;

function headers(more) {
  const key = sessionStorage.getItem('moe-key');
  return key ? { ...more, Authorization: `Bearer ${key}` } : { ...more };
}

async function ask(path, body) {
  const response = await fetch(path, body
    ? { method: 'POST', headers: headers({ 'Content-Type': 'application/json' }), body: JSON.stringify(body) }
    : { headers: headers() });
  const answer = await response.json();
  if (!response.ok) {
    if (response.status === 401 || answer.code === 'forbidden') byId('access').open = true;
    throw new Error(answer.detail || `The host answered ${response.status}.`);
  }
  return answer;
}

// Everything that comes from outside is set as text, never as markup.
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function meter(share, label) {
  const cell = element('td');
  const bar = element('meter');
  bar.min = 0;
  bar.max = 1;
  bar.value = share;
  bar.setAttribute('aria-label', label);
  cell.append(bar, element('span', `${(100 * share).toFixed(1)} %`, 'number'));
  return cell;
}

const bytes = count => count >= 2 ** 30 ? `${(count / 2 ** 30).toFixed(1)} GiB` : count >= 2 ** 20 ? `${(count / 2 ** 20).toFixed(1)} MiB` : `${(count / 1024).toFixed(1)} KiB`;

function say(text, className) {
  const status = byId('status');
  if (status.textContent !== text) status.textContent = text;
  status.className = className;
}

function showFigures(stats, experts) {
  const now = performance.now();
  if (last) byId('rate').textContent = ((stats.answered - last.answered) / ((now - last.at) / 1000)).toFixed(1);
  last = { answered: stats.answered, at: now };
  byId('waiting').textContent = stats.queueLength;
  byId('latency').textContent = `≤ ${1000 * stats.latencySeconds.p50} / ≤ ${1000 * stats.latencySeconds.p99} ms`;
  byId('utilisation').textContent = `${(100 * stats.utilisation).toFixed(0)} %`;
  byId('entropy').textContent = `${stats.entropy.toFixed(3)} nats`;
  byId('errors').textContent = stats.faults;
  byId('rejected').textContent = stats.rejected;
  byId('window').textContent = stats.windowSeconds < 295 ? `the last ${Math.max(1, Math.round(stats.windowSeconds))} s` : 'the last 5 minutes';
  byId('weights').textContent = bytes(stats.weightBytes);
  byId('gate').textContent = stats.gate || 'none';
  const loaded = experts.filter(expert => expert.loaded).length;
  say(stats.ready ? `Ready: ${loaded} experts, generation ${stats.generation}` : 'Not ready: see /readyz?verbose', stats.ready ? 'good' : 'bad');
}

function expertRow(expert) {
  const row = element('tr');
  const name = element('th', expert.id);
  name.scope = 'row';
  name.append(element('div', `${expert.version}${expert.description ? ' · ' + expert.description : ''}`, 'quiet'));
  const fine = expert.state === 'Active' && expert.breaker === 'Closed';
  const state = element('td', expert.breaker === 'Closed' ? expert.state : `${expert.state}, breaker ${expert.breaker}`, fine ? 'good' : 'bad');
  if (expert.reason || expert.lastFault) state.append(element('div', expert.reason || expert.lastFault, 'quiet'));
  row.append(
    name, state, meter(expert.share, `Share of ${expert.id}`),
    element('td', expert.requests, 'number'), element('td', expert.failures, 'number'), element('td', expert.meanMilliseconds.toFixed(2), 'number'),
    element('td', expert.device || '–'), element('td', expert.weightBytes == null ? '–' : bytes(expert.weightBytes), 'number'));
  return row;
}

async function refresh() {
  try {
    const [stats, list] = await Promise.all([ask('/moe/v1/stats'), ask('/moe/v1/experts')]);
    showFigures(stats, list.experts);
    byId('experts').replaceChildren(...list.experts.map(expertRow));
  } catch (fault) {
    say(fault.message, 'bad');
  }
}

function scoreRow(score, experts) {
  const row = element('tr', undefined, score.weight > 0 ? 'chosen' : '');
  const name = element('th', score.id);
  name.scope = 'row';
  name.append(element('div', [score.version, score.cold ? 'cold' : '', score.weight > 0 ? 'chosen' : ''].filter(Boolean).join(' · '), 'quiet'));
  const answering = experts.find(expert => expert.id === score.id);
  row.append(
    name, meter(score.probability, `Probability of ${score.id}`),
    element('td', score.score == null ? 'masked' : score.score.toFixed(3), 'number'),
    element('td', score.weight.toFixed(3), 'number'),
    element('td', answering ? `answers with weight ${answering.weight.toFixed(3)}` : score.weight > 0 ? 'was dropped' : '–'));
  return row;
}

async function route(event) {
  event.preventDefault();
  const [answerBox, fault] = [byId('answer'), byId('fault')];
  fault.hidden = true;
  try {
    const body = { texts: [byId('text').value] };
    if (byId('top').value) body.topK = Number(byId('top').value);
    const { answers: [answer], explanations: [why] } = await ask('/moe/v1/route', body);
    byId('verdict').textContent = answer.label
      ? `${answer.label} (${(100 * answer.probability).toFixed(1)} %)`
      : `${answer.kind}: no expert was asked`;
    byId('reasons').textContent = [
      `${answer.kind} by ${answer.gate}, entropy ${answer.entropy.toFixed(3)} nats`,
      why.guard ? `guard ${why.guard.action}: ${why.guard.score == null ? '–' : why.guard.score.toFixed(3)} against ${why.guard.threshold == null ? '–' : why.guard.threshold.toFixed(3)}` : '',
      ...why.reasons, ...answer.dropped.map(expert => `${expert.id} was dropped: ${expert.reason}`),
    ].filter(Boolean).join(' · ');
    byId('scores').replaceChildren(...why.scores.map(score => scoreRow(score, answer.experts)));
    answerBox.hidden = false;
  } catch (failure) {
    answerBox.hidden = true;
    fault.textContent = failure.message;
    fault.hidden = false;
  }
}

function showEvent(text) {
  const happened = JSON.parse(text);
  const line = element('li');
  const at = element('time', new Date(happened.at).toLocaleTimeString());
  at.dateTime = happened.at;
  line.append(at, element('strong', `${happened.kind} ${happened.subject}`.trim()), ` ${happened.detail}`);
  const list = byId('events');
  list.prepend(line);
  while (list.children.length > shownEvents) list.lastChild.remove();
}

// By hand, because an EventSource cannot send a key.
async function follow(lastId) {
  try {
    const response = await fetch('/moe/v1/events', { headers: headers(lastId ? { 'Last-Event-ID': lastId } : {}) });
    if (response.ok) {
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) {
          const fields = Object.fromEntries(block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
          if (fields.data) showEvent(fields.data);
          lastId = fields.id || lastId;
        }
      }
    }
  } catch {
    // The host is away; the next try says so.
  }
  setTimeout(() => follow(lastId), 3000);
}

byId('question').addEventListener('submit', route);
byId('text').addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) byId('question').requestSubmit();
});
byId('key-form').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem('moe-key', byId('key').value.trim());
  byId('access').open = false;
  refresh();
});

refresh();
setInterval(refresh, 2000);
follow('');
