// Measures what is on the page now. Gives a list of sentences, each a fault.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const LEAST = 4.5;

  function rgba(color) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }

  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);

  // What stands behind a text: every background up to the first one that hides all.
  function behind(node) {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  }

  function luminance([r, g, b]) {
    const [x, y, z] = [r, g, b].map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  }

  function contrast(node) {
    const ground = behind(node);
    const lights = [luminance(over(rgba(getComputedStyle(node).color), ground)), luminance(ground)].sort((a, b) => b - a);
    return (lights[0] + 0.05) / (lights[1] + 0.05);
  }

  const isSeen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !node.closest(".sr-only, .skip");
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || !isSeen(node)) continue;
    const found = contrast(node);
    if (found < LEAST) faults.add(`contrast ${found.toFixed(2)}: ${node.className || node.tagName} "${text.data.trim().slice(0, 30)}"`);
    if (!node.closest("button, .button")) continue;
    for (const word of text.data.matchAll(/[^\s-]+-?/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (tops.size > 1) faults.add(`broken word: ${word[0]}`);
    }
  }
  const least = window.innerWidth < 760 ? 44 : 24;
  for (const node of document.querySelectorAll("button, .button, textarea, input, select")) {
    const box = node.getBoundingClientRect();
    const isInText = node.matches(".linkish, .more, .spoiler, .photo, .quoted, .pinned, [type=checkbox], [type=file]");
    if (!isSeen(node) || !box.width || isInText) continue;
    if (box.height < least - 0.5 || box.width < least - 0.5) faults.add(`small: ${box.width}x${box.height} ${node.className || node.id} ${node.textContent}`);
    if (!node.textContent.trim() && !node.getAttribute("aria-label") && !node.labels?.length) faults.add(`no name: ${node.outerHTML}`);
    if (node.scrollWidth > node.clientWidth + 1 && !node.matches("textarea, .chat-tab")) faults.add(`cut: ${node.textContent}`);
  }
  for (const part of [document.documentElement, ...document.querySelectorAll("#start, #play, .people, .phones, .controls, .messages, dialog")]) {
    if (isSeen(part) && part.scrollWidth > part.clientWidth + 1) faults.add(`scrolls sideways: ${part.id || part.className || part.tagName}`);
  }
  return [...faults];
}
