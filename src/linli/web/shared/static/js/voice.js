// Recording a voice message: a button that starts and stops, and what was recorded goes into the
// file field. Without scripts, without a microphone and without leave, a recording is chosen there.

import { pickPhotos } from "./photos.js";

const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export function offerVoice(box) {
  const input = box.querySelector("input[type=file]");
  if (window.MediaRecorder && navigator.mediaDevices && window.isSecureContext) {
    new Recording(box, input);
  }
  pickPhotos(input);
}

class Recording {
  constructor(box, input) {
    this.box = box;
    this.input = input;
    this.said = document.createElement("p");
    this.said.className = "soft";
    this.said.role = "status";
    this.main = this.button(box.dataset.record, "button button--wide", () => this.press());
    this.play = this.button(box.dataset.play, "button", () => this.listen());
    this.drop = this.button(box.dataset.remove, "button button--quiet", () => this.forget());
    this.play.hidden = this.drop.hidden = true;
    const row = document.createElement("div");
    row.className = "row";
    row.append(this.play, this.drop);
    input.before(this.main, this.said, row);
  }

  button(words, look, act) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = look;
    one.textContent = words;
    one.addEventListener("click", act);
    return one;
  }

  press() {
    if (this.recorder?.state === "recording") this.recorder.stop();
    else this.start();
  }

  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.said.textContent = this.box.dataset.failed;
      return;
    }
    this.forget();
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: 32000 });
    this.parts = [];
    this.recorder.addEventListener("dataavailable", ({ data }) => this.parts.push(data));
    this.recorder.addEventListener("stop", () => this.keep());
    this.began = performance.now();
    this.recorder.start();
    this.tick();
    this.ticking = setInterval(() => this.tick(), 500);
  }

  seconds() {
    return Math.round((performance.now() - this.began) / 1000);
  }

  tick() {
    this.main.textContent = this.box.dataset.stop.replace("{seconds}", this.seconds());
    if (this.seconds() >= Number(this.box.dataset.most)) this.recorder.stop();
  }

  keep() {
    clearInterval(this.ticking);
    const lasted = this.seconds();
    for (const track of this.stream.getTracks()) track.stop();
    this.sound = new Blob(this.parts, { type: this.recorder.mimeType });
    const held = new DataTransfer();
    held.items.add(new File([this.sound], "voice", { type: this.sound.type }));
    this.input.files = held.files;
    this.main.textContent = this.box.dataset.again;
    this.said.textContent = this.box.dataset.recorded.replace("{seconds}", lasted);
    this.play.hidden = this.drop.hidden = false;
  }

  // Not by an address of its own: the page plays nothing that did not come from our server.
  async listen() {
    const player = new AudioContext();
    const source = player.createBufferSource();
    source.buffer = await player.decodeAudioData(await this.sound.arrayBuffer());
    source.connect(player.destination);
    source.addEventListener("ended", () => player.close());
    source.start();
  }

  forget() {
    this.input.value = "";
    this.said.textContent = "";
    this.main.textContent = this.box.dataset.record;
    this.play.hidden = this.drop.hidden = true;
  }
}
