// Sound and desktop notices for new emergencies and urgent cases. What is chosen is kept in this
// browser; of several open pages one listens, so that nothing sounds twice.

const AGAIN_MS = 15000;
const MOST_AGAIN = 40; // ten minutes
const MOST_KNOWN = 200;
const TONES = {
  // Hz and seconds: three rising pairs for danger, one soft pair for what is urgent.
  emergency: [[880, 0.18], [1175, 0.18], [880, 0.18], [1175, 0.18], [880, 0.18], [1175, 0.3]],
  urgent: [[660, 0.16], [880, 0.24]],
};

const bell = document.querySelector("[data-alarm]");
const pages = "BroadcastChannel" in window ? new BroadcastChannel("linli-alarm") : null;
let audio = null;
let again = null;

export function watchForNew() {
  if (!bell) return;
  tellState();
  obeySwitches();
  for (const touch of ["pointerdown", "keydown"]) {
    document.addEventListener(touch, () => { hush(); pages?.postMessage("looked"); });
  }
  pages?.addEventListener("message", hush);
  window.addEventListener("storage", tellState);
  if (navigator.locks) navigator.locks.request("linli-alarm", listen);
  else listen();
}

function listen() {
  const stream = new EventSource(bell.dataset.alarm);
  stream.addEventListener("case", (event) => hear(JSON.parse(event.data)));
  window.addEventListener("pagehide", () => stream.close());
  return new Promise(() => {}); // the lock is held for as long as the page is open
}

function hear(told) {
  const isNew = ["case_opened", "signal_joined"].includes(told.fact) && !known(told);
  if (!isNew || told.list !== "duty" || !(told.severity in TONES)) return;
  if (chosen("sound")) sound(told.severity, told.severity === "emergency");
  if (chosen("notice")) show(told);
}

// A case that grows to an emergency is new as one; more signals of it are not.
function known(told) {
  const mark = `${told.case_id} ${told.severity}`;
  const all = JSON.parse(localStorage.getItem("linli-alarm-known") ?? "[]");
  if (all.includes(mark)) return true;
  localStorage.setItem("linli-alarm-known", JSON.stringify([...all, mark].slice(-MOST_KNOWN)));
  return false;
}

async function sound(severity, repeats) {
  hush();
  const heard = await play(TONES[severity]);
  if (!repeats) return heard;
  let left = MOST_AGAIN;
  again = setInterval(() => (left-- > 0 ? play(TONES[severity]) : hush()), AGAIN_MS);
  return heard;
}

async function play(tones) {
  audio ??= new AudioContext();
  if (audio.state === "suspended") {
    // Without a click on this page the browser never answers: say so instead of waiting.
    await Promise.race([audio.resume(), new Promise((go) => setTimeout(go, 300))]);
  }
  if (audio.state !== "running") {
    say("muted");
    return false;
  }
  let at = audio.currentTime + 0.02;
  for (const [hertz, seconds] of tones) {
    beep(hertz, at, seconds);
    at += seconds + 0.04;
  }
  return true;
}

function beep(hertz, at, seconds) {
  const tone = new OscillatorNode(audio, { type: "triangle", frequency: hertz });
  const loud = new GainNode(audio, { gain: 0 });
  loud.gain.setValueAtTime(0, at);
  loud.gain.linearRampToValueAtTime(0.5, at + 0.02);
  loud.gain.linearRampToValueAtTime(0, at + seconds);
  tone.connect(loud).connect(audio.destination);
  tone.start(at);
  tone.stop(at + seconds);
}

function hush() {
  clearInterval(again);
  again = null;
}

function show(told) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const title = `${bell.dataset[told.severity]} · ${told.item_name}`;
  const notice = new Notification(title, { body: told.number, tag: told.case_id });
  notice.addEventListener("click", () => {
    hush();
    window.focus();
    window.location.assign(`${bell.dataset.case}${told.case_id}/`);
  });
}

function chosen(what) {
  return localStorage.getItem(`linli-alarm-${what}`) === "on";
}

function choose(what, isOn) {
  localStorage.setItem(`linli-alarm-${what}`, isOn ? "on" : "off");
  tellState();
}

function tellState() {
  const isOn = chosen("sound") || chosen("notice");
  const words = isOn ? bell.dataset.on : bell.dataset.off;
  bell.setAttribute("aria-label", words);
  bell.title = words;
  bell.dataset.state = isOn ? "on" : "off";
}

function obeySwitches() {
  const box = document.querySelector("[data-alarm-settings]");
  if (!box) return;
  box.hidden = false;
  const [hears, sees] = ["sound", "notice"].map((what) => box.querySelector(`[data-alarm-${what}]`));
  hears.checked = chosen("sound");
  sees.checked = chosen("notice") && window.Notification?.permission === "granted";
  hears.addEventListener("change", () => choose("sound", hears.checked));
  sees.addEventListener("change", async () => {
    sees.checked = sees.checked && (await mayShow());
    choose("notice", sees.checked);
  });
  box.querySelector("[data-alarm-test]").addEventListener("click", tryBoth);
}

async function mayShow() {
  if (!window.isSecureContext || !("Notification" in window)) return say("insecure");
  const answer = await Notification.requestPermission();
  return answer === "granted" || say("denied");
}

async function tryBoth() {
  const said = [];
  if (chosen("sound")) said.push((await sound("urgent", false)) ? "heard" : "muted");
  if (chosen("notice") && window.Notification?.permission === "granted") {
    const { emergency, on } = bell.dataset;
    new Notification(emergency, { body: on, tag: "linli-alarm-test" });
    said.push("shown");
  } else if (chosen("notice")) said.push("denied");
  say(...(said.length ? said : ["nothing"]));
}

function say(...names) {
  const place = document.querySelector("[data-alarm-said]");
  if (place) {
    place.hidden = false;
    place.textContent = names.map((name) => bell.dataset[name]).join(" ");
  }
  return false;
}
