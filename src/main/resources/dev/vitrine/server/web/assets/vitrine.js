// Behaviour of every page: keyboard, tree, dialogs, copying. Pages can be read without it.

const csrf = document.querySelector('meta[name="csrf"]')?.content ?? '';
const dialog = document.getElementById('dialog');

document.addEventListener('htmx:configRequest', (event) => {
  event.detail.headers['X-Vitrine-Csrf'] = csrf;
});

// A dialog opens when its form has arrived.
document.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target === dialog && dialog.childElementCount > 0) {
    const title = dialog.querySelector('h2')?.textContent;
    if (title) {
      dialog.setAttribute('aria-label', title);
    }
    document.querySelectorAll('details.menu[open]').forEach((menu) => menu.removeAttribute('open'));
    if (!dialog.open) {
      dialog.showModal();
    }
    dialog.querySelector('input:not([type="hidden"]), textarea, select')?.focus();
  }
});

dialog?.addEventListener('close', () => dialog.replaceChildren());

document.addEventListener('click', async (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target === dialog || target?.closest('[data-close]')) {
    dialog.close();
    return;
  }
  const copy = target?.closest('[data-copy]');
  if (copy) {
    const label = copy.textContent;
    copy.textContent = await copied(copy.dataset.copy) ? 'Copied' : 'Select and copy it';
    setTimeout(() => { copy.textContent = label; }, 1500);
    return;
  }
  if (target?.closest('[aria-disabled="true"]')) {
    event.preventDefault();
    return;
  }
  const toggle = target?.closest('.toggle');
  if (toggle && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    await openBranch(toggle);
  }
});

// Browsers have no clipboard on pages from plain HTTP of another machine, and may refuse it.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    (dialog?.open ? dialog : document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

async function openBranch(toggle) {
  const item = toggle.parentElement;
  const name = item.querySelector('.node').textContent;
  const open = toggle.getAttribute('aria-expanded') === 'true';
  if (open) {
    item.querySelector('ul')?.remove();
  } else {
    const response = await fetch(toggle.dataset.branch, { headers: { 'HX-Request': 'true' } });
    if (response.redirected || !response.ok || response.headers.has('HX-Redirect')) {
      window.location.assign(toggle.href);
      return;
    }
    item.insertAdjacentHTML('beforeend', await response.text());
  }
  toggle.setAttribute('aria-expanded', String(!open));
  toggle.setAttribute('aria-label', (open ? 'Open ' : 'Close ') + name);
  toggle.textContent = open ? '▸' : '▾';
}

document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element
    && event.target.closest('input, textarea, select, [contenteditable="true"]');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.getElementById('search');
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

// On a narrow screen the tree starts folded.
const side = document.querySelector('.side');
if (side && window.matchMedia('(max-width: 760px)').matches) {
  side.removeAttribute('open');
}

// Buttons that need a number of checked boxes of their form.
for (const button of document.querySelectorAll('button[data-needs]')) {
  const boxes = [...button.form.querySelectorAll('input[type="checkbox"]')];
  const count = () => {
    button.disabled = boxes.filter((box) => box.checked).length !== Number(button.dataset.needs);
  };
  button.form.addEventListener('change', count);
  window.addEventListener('pageshow', count);
  count();
}
