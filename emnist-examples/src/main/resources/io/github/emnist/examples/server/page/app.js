// The drawing page. Strokes and pictures go to the server that this page came from, and nowhere else.

const PAUSE = { character: 60, line: 250 }; // least time between two questions, in milliseconds
const PEN = { character: 0.045, line: 0.014 }; // width of the pen as a part of the paper's width
const WIDTH = { character: 400, line: 1000 }; // of the paper, in the unit that strokes are sent in
const MAX_BYTES = 10_000_000;
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/bmp', 'image/tiff'];

const find = (id) => document.getElementById(id);
const canvas = find('canvas');
const pen = canvas.getContext('2d');

/** What lies on the paper. `space` is its size in the unit of the strokes, kept while there are any. */
let sheet = blank();
let history = [];
let drawing = null; // the pointer that draws, and its stroke
let boxes = [];
let version = 0; // answers to what is no longer on the paper are dropped

function blank() {
  return { strokes: [], picture: null, file: null, space: null };
}

function mode() {
  return document.querySelector('input[name=mode]:checked').value;
}

// Drawing

function space() {
  const width = WIDTH[mode()];
  return sheet.space ?? { width, height: (width * canvas.clientHeight) / canvas.clientWidth };
}

/** Where the paper's unit lies on the canvas: fitted, when the window changed since. */
function placement({ width, height }) {
  const scale = Math.min(canvas.clientWidth / width, canvas.clientHeight / height);
  return { scale, left: (canvas.clientWidth - width * scale) / 2, top: (canvas.clientHeight - height * scale) / 2 };
}

function point(event) {
  const edge = canvas.getBoundingClientRect();
  const { scale, left, top } = placement(space());
  const round = (value) => Math.round(value * 10) / 10;
  return [round((event.clientX - edge.left - left) / scale), round((event.clientY - edge.top - top) / scale)];
}

function extend(event) {
  const events = event.getCoalescedEvents?.() ?? [];
  for (const each of events.length > 0 ? events : [event]) {
    const [x, y] = point(each);
    const last = drawing.stroke.at(-1);
    if (!last || last[0] !== x || last[1] !== y) {
      drawing.stroke.push([x, y]);
    }
  }
}

canvas.addEventListener('pointerdown', (event) => {
  if (drawing || event.button !== 0) {
    return; // a second finger, or another button
  }
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  remember();
  if (sheet.picture || sheet.file) {
    replace(blank());
  }
  drawing = { id: event.pointerId, stroke: [] };
  sheet = { ...sheet, space: space(), strokes: [...sheet.strokes, drawing.stroke] };
  boxes = [];
  extend(event);
  changed();
});

canvas.addEventListener('pointermove', (event) => {
  if (drawing?.id === event.pointerId) {
    extend(event);
    changed();
  }
});

for (const name of ['pointerup', 'pointercancel']) {
  canvas.addEventListener(name, (event) => {
    if (drawing?.id === event.pointerId) {
      drawing = null;
      changed();
    }
  });
}

function remember() {
  history = [...history.slice(-99), { ...sheet, strokes: [...sheet.strokes] }];
}

/** Puts something else on the paper; answers that are under way are no longer waited for. */
function replace(other) {
  version++;
  drawing = null;
  sheet = other;
  boxes = [];
  find('problem').hidden = true;
}

function clear() {
  if (!isEmpty()) {
    remember();
    replace(blank());
    changed();
  }
}

function undo() {
  if (history.length > 0 && !drawing) {
    replace(history.pop());
    changed();
  }
}

function isEmpty() {
  return sheet.strokes.length === 0 && !sheet.file;
}

let frame = 0;

function changed() {
  frame ||= requestAnimationFrame(paint);
  find('hint').hidden = !isEmpty();
  if (isEmpty()) {
    waiting = null;
    showNothing();
  } else {
    ask();
  }
}

function paint() {
  frame = 0;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  pen.resetTransform();
  pen.clearRect(0, 0, width, height);
  pen.scale(ratio, ratio);
  const shown = sheet.picture ?? space();
  const { scale, left, top } = placement(shown);
  pen.translate(left, top);
  pen.scale(scale, scale);
  const style = getComputedStyle(document.body);
  if (sheet.picture) {
    pen.drawImage(sheet.picture, 0, 0);
  }
  pen.strokeStyle = style.getPropertyValue('--ink');
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.lineWidth = penWidth(shown);
  sheet.strokes.forEach(paintStroke);
  pen.strokeStyle = style.getPropertyValue('--box');
  pen.fillStyle = style.getPropertyValue('--box');
  pen.lineWidth = 1.5 / scale;
  pen.font = `600 ${15 / scale}px system-ui, sans-serif`;
  for (const { label, box } of boxes) {
    pen.strokeRect(box.x, box.y, box.width, box.height);
    pen.fillText(label ?? '?', box.x, box.y > 20 / scale ? box.y - 5 / scale : box.y + box.height + 16 / scale);
  }
}

function penWidth({ width }) {
  return width * PEN[mode()];
}

function paintStroke(stroke) {
  pen.beginPath();
  pen.moveTo(...stroke[0]);
  for (let i = 1; i < stroke.length - 1; i++) { // through the middles, so that corners of few points are round
    const [x, y] = stroke[i];
    const [nextX, nextY] = stroke[i + 1];
    pen.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  pen.lineTo(...stroke.at(-1));
  pen.stroke();
}

// Asking: one question is under way at most, and of those that wait only the newest is sent.

let waiting = null;
let busy = false;

function ask() {
  waiting = question();
  if (!busy) {
    work();
  }
}

function question() {
  const line = mode() === 'line';
  const url = line ? 'api/read' : 'api/predict';
  if (sheet.file) {
    return { version, url, type: sheet.file.type, body: sheet.file };
  }
  const ink = { strokes: sheet.strokes };
  const body = JSON.stringify(line ? { ...sheet.space, pen: penWidth(sheet.space), ...ink } : ink);
  return { version, url, type: 'application/json', body };
}

async function work() {
  busy = true;
  while (waiting) {
    const current = waiting;
    waiting = null;
    const start = performance.now();
    let pause = PAUSE[mode()];
    try {
      const answer = await send(current);
      if (current.version === version) {
        show(answer, performance.now() - start);
      }
    } catch (problem) {
      if (current.version === version) {
        showProblem(problem.message);
      }
      pause = 1000;
    }
    await new Promise((done) => setTimeout(done, pause));
  }
  busy = false;
}

async function send({ url, type, body }) {
  let response;
  try {
    response = await fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body });
  } catch {
    throw new Error('The server does not answer. Is “emnist serve” still running?');
  }
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.detail ?? answer.title);
  }
  return answer;
}

// Answers

const rows = Array.from({ length: 5 }, () => {
  const row = document.createElement('li');
  const parts = {};
  for (const name of ['bar', 'name', 'percent']) {
    parts[name] = document.createElement('span');
    parts[name].className = name;
    row.append(parts[name]);
  }
  parts.bar.ariaHidden = 'true';
  find('top').append(row);
  return parts;
});
const noPicture = find('seen').src;

function percent(probability) {
  return `${(100 * probability).toFixed(1)} %`;
}

function showTop(top) {
  rows.forEach(({ bar, name, percent: share }, i) => {
    bar.style.transform = `scaleX(${top[i]?.probability ?? 0})`;
    name.textContent = top[i]?.label ?? '–';
    share.textContent = top[i] ? percent(top[i].probability) : '';
  });
}

function showNothing() {
  find('label').textContent = '?';
  find('text').textContent = '';
  find('seen').src = noPicture;
  find('several').hidden = true;
  document.body.classList.add('empty');
  for (const id of ['engine', 'micros', 'round-trip']) {
    find(id).textContent = '–';
  }
  showTop([]);
  speak('');
}

function show(answer, milliseconds) {
  find('problem').hidden = true;
  document.body.classList.remove('empty');
  const engine = { java: 'Java', tensorflow: 'TensorFlow' }[answer.engine] ?? answer.engine;
  find('engine').textContent = `${engine}, ${answer.precision}`;
  find('micros').textContent = `${(answer.micros / 1000).toFixed(1)} ms`;
  find('round-trip').textContent = `${milliseconds.toFixed(0)} ms`;
  if (answer.characters) {
    find('text').textContent = answer.text;
    boxes = drawing ? [] : onPaper(answer);
    frame ||= requestAnimationFrame(paint);
    speak(answer.text ? `Reads: ${answer.text}` : 'No characters found');
    return;
  }
  find('label').textContent = answer.blank ? '–' : answer.label;
  find('seen').src = `data:image/png;base64,${answer.seen.png}`;
  find('several').hidden = !answer.severalCharacters;
  showTop(answer.top);
  speak(answer.blank ? 'Blank: no ink found' : `${answer.label}, ${percent(answer.probability)}`);
}

/** The characters with their boxes in the unit of what lies on the paper; of a picture a smaller copy may have been sent. */
function onPaper({ characters, width }) {
  const shown = sheet.picture ?? sheet.space;
  const scale = shown ? shown.width / width : 0;
  const place = ({ x, y, width: w, height: h }) => ({ x: x * scale, y: y * scale, width: w * scale, height: h * scale });
  return shown ? characters.map(({ label, box }) => ({ label, box: place(box) })) : [];
}

function showProblem(message) {
  find('problem').textContent = message;
  find('problem').hidden = false;
}

let speaking = 0;

/** For screen readers: only what stays for a while, not each answer while a stroke is drawn. */
function speak(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    find('spoken').textContent = text;
  }, 700);
}

// Pictures

async function take(file) {
  if (!file) {
    return;
  }
  remember();
  replace(blank());
  const turn = version;
  const bitmap = await createImageBitmap(file).catch(() => null); // of TIFF, for one, browsers know nothing
  try {
    const sent = await sendable(file, bitmap);
    if (turn === version) {
      sheet = { ...blank(), picture: bitmap, file: sent };
      changed();
    }
  } catch (problem) {
    changed();
    showProblem(problem.message);
  }
}

/** What the server does not take, by kind or size, is sent as a smaller PNG if the browser can read it. */
async function sendable(file, bitmap) {
  if (TYPES.includes(file.type) && file.size <= MAX_BYTES) {
    return file;
  }
  if (!bitmap) {
    throw new Error('This is no picture that can be read: use PNG, JPEG, GIF, BMP or TIFF of up to 10 MB.');
  }
  const scale = Math.min(1, 1600 / Math.max(bitmap.width, bitmap.height));
  const copy = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
  copy.getContext('2d').drawImage(bitmap, 0, 0, copy.width, copy.height);
  return copy.convertToBlob({ type: 'image/png' });
}

for (const id of ['file', 'camera']) {
  find(id).addEventListener('change', (event) => {
    take(event.target.files[0]);
    event.target.value = ''; // the same file again is a change, too
  });
}

document.addEventListener('paste', (event) => take(event.clipboardData?.files[0]));
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  find('paper').classList.add('dropping');
});
document.addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) {
    find('paper').classList.remove('dropping');
  }
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  find('paper').classList.remove('dropping');
  take(event.dataTransfer?.files[0]);
});

// Buttons, keys and the window

find('clear').addEventListener('click', clear);
find('undo').addEventListener('click', undo);
find('as-line').addEventListener('click', () => {
  document.querySelector('input[value=line]').checked = true;
  changeMode(sheet);
  document.querySelector('input[value=line]').focus();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' || event.key === 'Delete') {
    clear();
  } else if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
    event.preventDefault();
    undo();
  }
});

function changeMode(kept) {
  document.body.dataset.mode = mode();
  const title = mode() === 'line' ? 'Write a line' : 'Draw a character';
  document.title = title;
  document.querySelector('h1').textContent = title;
  find('hint').textContent = mode() === 'line' ? 'Write letters and digits, not joined' : 'Draw a letter or a digit';
  history = [];
  replace(kept);
  changed();
}

for (const radio of document.querySelectorAll('input[name=mode]')) {
  radio.addEventListener('change', () => changeMode(sheet.file ? sheet : blank()));
}
new ResizeObserver(() => (frame ||= requestAnimationFrame(paint))).observe(canvas);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
changeMode(blank());
