// Markup as escaped template literals. html`` escapes every interpolation but arrays (joined) and values wrapped by raw().
export const esc = s => String(s).replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]);

class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

export const raw = s => new Markup(String(s ?? ''));

export function html(strings, ...values) {
  let out = strings[0];
  values.forEach((value, i) => (out += part(value) + strings[i + 1]));
  return new Markup(out);
}

function part(value) {
  if (value == null || value === false) return '';
  if (Array.isArray(value)) return value.map(part).join('');
  return value instanceof Markup ? value.text : esc(value);
}

// Puts markup into an element. Lengths come as data-w and are set as a property afterwards, because the content security
// policy permits no style attribute in markup.
export function put(element, markup) {
  element.innerHTML = part(markup);
  lengths(element);
}

export function lengths(element) {
  for (const x of element.querySelectorAll('[data-w]')) x.style.setProperty('--w', x.dataset.w);
}
