// Shows what comes or changes without a reload. Nothing here is needed: every form works without it.
(() => {
  "use strict";
  const now = document.getElementById("nieuw");
  const earlier = document.getElementById("eerder");
  const panel = document.getElementById("paneel");
  const write = document.getElementById("schrijf");
  const answer = document.getElementById("antwoord");
  const over = document.getElementById("over");
  if (!now || !earlier || !window.fetch) return;
  const base = now.dataset.pad;
  const EVERY = 5000;
  let stand = now.dataset.stand;
  let timer = 0;
  let busy = false;

  const typed = () => { const one = document.getElementById("tekst"); return one ? one.value.trim() : ""; };

  const read = async (path) => {
    const answer = await fetch(base + path, { credentials: "same-origin", cache: "no-store", redirect: "error" });
    if ((answer.status === 401 || answer.status === 404) && !typed()) location.reload(); // sending it gives it back
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  // In a group: the panel, and to what an answer belongs, unless somebody is writing one.
  const updateGroup = (part) => {
    if (panel) keepFocus(panel, part.paneel);
    if (!write || typed()) return;
    answer.value = part.op;
    answer.hidden = !part.op;
    over.textContent = part.over;
    if (part.op) write.hidden = false;
  };

  // Where the focus was: the button of the same name, in the same part of the page.
  const keepFocus = (part, html) => {
    const inside = part.contains(document.activeElement) ? document.activeElement.textContent.trim() : "";
    part.innerHTML = html; // made and escaped by the server
    if (!inside) return;
    const same = [...part.querySelectorAll("button, a")].find((one) => one.textContent.trim() === inside);
    (same || document.getElementById("nu")).focus({ preventScroll: true });
  };

  const update = async () => {
    if (busy) return;
    busy = true;
    try {
      const part = await read("/deel");
      if (String(part.stand) !== stand) {
        stand = String(part.stand);
        keepFocus(now, part.nu);
        keepFocus(earlier, part.eerder);
        updateGroup(part);
      }
    } catch (error) { /* asked again at the next change, or in a few seconds */ } finally { busy = false; }
  };

  const ask = () => {
    window.clearInterval(timer);
    timer = window.setInterval(async () => {
      if (document.hidden) return;
      try {
        if (String((await read("/stand")).stand) !== stand) await update();
      } catch (error) { /* asked again */ }
    }, EVERY);
  };

  const listen = () => {
    if (!window.EventSource) { ask(); return; }
    const source = new EventSource(base + "/gebeurtenissen");
    let heard = false;
    source.onmessage = (event) => {
      heard = true;
      window.clearInterval(timer);
      if (event.data !== stand) update();
    };
    source.onerror = () => {
      ask(); // a proxy may block it, or the program starts anew
      if (!heard || source.readyState === EventSource.CLOSED) source.close();
    };
    window.addEventListener("pagehide", () => source.close());
  };

  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  listen();
})();
