// Puts what a chat can hold, and this one does not, on the page: all colours, all styles, long words on buttons.
() => {
  const add = (parent, html) => document.querySelector(parent).insertAdjacentHTML("beforeend", html);
  const hues = [0, 1, 2, 3, 4, 5, 6, 7];
  add(".chat-heading", hues.map((hue) => `<span class="avatar hue-${hue}">AB</span>`).join(""));
  add(".bubble", hues.map((hue) => `<div class="sender hue-${hue}">Anna</div>`).join("") + '<div class="forwarded">van</div>'
    + '<blockquote class="text">aangehaald <a href="#">link</a> <code>code</code></blockquote><button disabled>uit</button>'
    + '<div class="reactions"><span>ja</span></div>');
  add(".keyboard", ["primary", "success", "danger"].map((style) =>
    `<div class="keys"><button class="key ${style}">Verantwoordelijkheden</button><button class="key">Samenwerkingsafspraken</button>
     <button class="key">Nee</button></div>`).join(""));
  add(".messages", '<div class="service"><span>kwam erbij</span></div>');
  add(".overlay", '<div class="toast">Genoteerd</div>');
}
