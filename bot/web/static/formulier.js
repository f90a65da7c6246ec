// Saves a row of the form as soon as it was filled in. Nothing here is needed: every row has a button of its own.
(() => {
  "use strict";
  const SOON = 1500;
  const AGAIN = 5000;

  const begin = (form, more, out, again) => {
    if (!form || !window.fetch) return;
    const waiting = new Map();
    let line = Promise.resolve();
    const all = (part, what) => [...part.querySelectorAll(what)];
    const state = (row) => row.querySelector(".stand");
    const say = (row, text) => { state(row).textContent = text; };
    const signs = (row) => all(row, "textarea, input[type=radio]").map((one) => one.name + one.value.slice(0, one.type === "radio" ? 99 : 0)).join();

    const whole = () => {
      form.querySelectorAll("button[data-wat]").forEach((one) => { one.value = `${form.dataset.zegel}.${one.dataset.wat}`; });
      all(form, ".bewaar").forEach((one) => { one.hidden = true; });
    };

    const given = (row, button) => {
      const data = new URLSearchParams();
      all(row, "input, textarea").forEach((one) => { if (one.type !== "radio" || one.checked) data.append(one.name, one.value); });
      data.append(button.name, `${form.dataset.zegel}.${button.dataset.wat}`);
      return data;
    };

    // The row as the server drew it; what somebody typed since stays, and so does the focus.
    const renew = (row, html, before) => {
      const here = row.contains(document.activeElement) ? document.activeElement : null;
      const typed = all(row, "textarea").filter((one) => one.value !== before.get(one.name)).map((one) => [one.name, one.value]);
      row.innerHTML = html; // made and escaped by the server
      typed.forEach(([name, text]) => { const one = row.querySelector(`textarea[name="${CSS.escape(name)}"]`); if (one) one.value = text; });
      whole();
      if (!here) return;
      const same = all(row, here.tagName).find((one) => one.name === here.name && (here.type !== "radio" || one.value === here.value));
      (same || row).focus({ preventScroll: true });
    };

    const send = async (row, button) => {
      const data = given(row, button);
      say(row, form.dataset.bezig);
      let answer;
      try {
        answer = await fetch(form.action, { method: "POST", body: data, cache: "no-store", redirect: "error", ...more });
        if (answer.status === 401 || answer.status === 404) { out(row, answer.status); return; }
        const part = await answer.json();
        form.dataset.zegel = part.zegel;
        document.getElementById("voortgang").textContent = part.voortgang;
        const now = part.rijen[row.dataset.rij];
        const shell = document.createElement("fieldset");
        shell.innerHTML = now.html;
        if (now.goed && !part.dicht && signs(shell) === signs(row) && !row.querySelector(".fout, [name=zeker]") && button.name === "bewaar") {
          say(row, now.stand);
          row.querySelector(`[name^="g."]`).value = now.gezien;
          whole();
        } else {
          renew(row, now.html, data);
        }
        if (part.dicht) again();
      } catch (error) {
        say(row, form.dataset.mislukt);
        later(row, AGAIN);
      }
    };

    const later = (row, after) => {
      window.clearTimeout(waiting.get(row));
      waiting.set(row, window.setTimeout(() => save(row), after));
    };

    const save = (row, button) => {
      window.clearTimeout(waiting.get(row));
      waiting.delete(row);
      line = line.then(() => send(row, button || row.querySelector(".bewaar")));
    };

    const rowOf = (event) => event.target.closest("[data-rij]");
    form.addEventListener("change", (event) => { const row = rowOf(event); if (row) save(row); });
    form.addEventListener("input", (event) => { const row = rowOf(event); if (row && event.target.tagName === "TEXTAREA") later(row, SOON); });
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button && button.name === "verder") return; // with all that was filled in
      event.preventDefault();
      const row = button && button.closest("[data-rij]");
      if (row) save(row, button);
    });
    window.addEventListener("pageshow", (event) => { if (event.persisted) again(); });
    document.getElementById("zelf").hidden = true;
    document.getElementById("vanzelf").hidden = false;
    whole();
  };

  const start = (more, out, again) => {
    const form = document.getElementById("formulier");
    if (form && document.getElementById("zelf")) begin(form, more, out(form), again);
  };
  const accept = "application/json";
  const tell = (text) => (row) => { row.querySelector(".stand").textContent = text; };
  start({ credentials: "same-origin", headers: { accept } }, (form) => tell(form.dataset.uit), () => location.reload());

  // Inside Telegram: what it tells of who opened this counts once, for the page that holds this key.
  const main = document.querySelector("[data-telegram]");
  if (!main || !window.fetch || !window.crypto) return;
  const said = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") || "";
  const key = [...crypto.getRandomValues(new Uint8Array(32))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const more = { credentials: "omit", headers: { accept, "x-telegram-init-data": said, "x-samenspraak-sleutel": key } };
  const show = (text) => { document.getElementById("melding").textContent = text; };
  history.replaceState(null, "", location.pathname);
  const open = async () => {
    if (!said) { show(main.dataset.nee); return; }
    show(main.dataset.even);
    try {
      const answer = await fetch(main.dataset.telegram, { method: "POST", body: new URLSearchParams("open=1"), cache: "no-store", redirect: "error", ...more });
      if (answer.status === 401) { show(main.dataset.nee); return; }
      if (answer.status === 404) { show(main.dataset.niets); return; }
      const part = await answer.json();
      main.innerHTML = part.html; // made and escaped by the server
      start(more, () => (row, status) => tell(status === 401 ? main.dataset.nee : main.dataset.niets)(row), open);
    } catch (error) {
      show(main.dataset.mislukt);
      window.setTimeout(open, AGAIN);
    }
  };
  open();
})();
