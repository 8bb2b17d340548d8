// Recording in the page: the sound stays in memory until it is stopped, then goes like a chosen file.
(() => {
  "use strict";
  const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const LONGEST = 20 * 60 * 1000; // ms; at the rate below that is under five million bytes
  let running = null;
  const kind = () => KINDS.find((one) => window.MediaRecorder?.isTypeSupported(one));
  const ready = () => {
    for (const button of document.querySelectorAll("[data-record]")) {
      button.hidden = !(kind() && navigator.mediaDevices?.getUserMedia);
      button.textContent = running ? button.dataset.stop : button.dataset.go;
      button.setAttribute("aria-pressed", String(Boolean(running)));
    }
  };
  const line = (text) => { for (const one of document.querySelectorAll("[data-recording]")) one.textContent = text; };
  const start = async (button) => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      line(button.dataset.none);
      return;
    }
    const parts = [];
    const began = Date.now();
    const recorder = new MediaRecorder(stream, { mimeType: kind(), audioBitsPerSecond: 32_000 });
    const clock = setInterval(() => {
      const seconds = Math.round((Date.now() - began) / 1000);
      line(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    }, 1000);
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      clearTimeout(end);
      for (const track of stream.getTracks()) track.stop();
      running = null;
      line("");
      ready();
      const file = new File(parts, "recording", { type: recorder.mimeType.split(";")[0] });
      document.dispatchEvent(new CustomEvent("dx:add", { detail: { name: "voice", files: [file] } }));
    });
    const end = setTimeout(() => recorder.stop(), LONGEST);
    running = recorder;
    recorder.start(1000);
    ready();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-record]");
    if (!button) return;
    if (running) running.stop();
    else start(button);
  });
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
  document.addEventListener("dx:files", ready);
  ready();
})();
