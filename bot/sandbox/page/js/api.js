// Talks to the sandbox's own endpoints. Knows nothing of the page.

export async function act(action, body = {}) {
  const response = await fetch(`/sim/act/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({ error: "De proefomgeving gaf geen leesbaar antwoord." }));
  if (!response.ok) throw Object.assign(new Error(answer.error || `Fout ${response.status}`), { status: response.status });
  return answer;
}

export async function loadState() {
  const response = await fetch("/sim/state");
  if (!response.ok) throw new Error(`De proefomgeving antwoordt niet (${response.status}).`);
  return response.json();
}

const KINDS = [
  "hello", "message", "deleted", "chat", "user", "toast", "clock", "call", "bot", "reset", "restarted", "typing", "draft",
  "scene",
];

export function follow(onEvent, onConnection) {
  const stream = new EventSource("/sim/events");
  for (const kind of KINDS) stream.addEventListener(kind, (event) => onEvent(kind, JSON.parse(event.data)));
  stream.onopen = () => onConnection(true);
  stream.onerror = () => onConnection(false);
}

export function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
    reader.onerror = () => reject(new Error("Dit bestand is niet te lezen."));
    reader.readAsDataURL(file);
  });
}
