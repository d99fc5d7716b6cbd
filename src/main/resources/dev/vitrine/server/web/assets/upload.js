// Uploads a model folder: begins a version, sends each file, finishes the version.

const form = document.getElementById('upload');
const folder = document.getElementById('folder');
const state = document.getElementById('folder-state');
const button = form.querySelector('button[type="submit"]');
const problem = document.getElementById('upload-error');
let files = [];

// Paths below the chosen folder.
function pathOf(file) {
  return file.webkitRelativePath ? file.webkitRelativePath.split('/').slice(1).join('/') : file.name;
}

folder.addEventListener('change', async () => {
  files = [...folder.files].map((file) => ({ file, path: pathOf(file) }));
  button.disabled = true;
  const described = files.find((entry) => entry.path === 'MLmodel');
  if (!described) {
    state.textContent = 'The folder has no file MLmodel at its top. Choose the folder that contains it.';
    return;
  }
  const text = await described.file.text();
  if (!/^signature:/m.test(text)) {
    state.textContent = 'MLmodel has no signature. Log the model with an input example or a signature.';
    return;
  }
  const bytes = files.reduce((sum, entry) => sum + entry.file.size, 0);
  state.textContent = `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB; MLmodel has a signature.`;
  button.disabled = false;
});

// Returns the address in the response; throws the HTML of a refusal.
async function post(path, fields) {
  const body = new URLSearchParams(fields);
  body.set('csrf', form.elements.csrf.value);
  const response = await fetch(path, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
  const next = response.headers.get('HX-Redirect');
  if (!response.ok || !next) {
    const failure = new Error('refused');
    failure.html = await response.text();
    throw failure;
  }
  return next;
}

// The message of a refusal; a proxy may report one without JSON.
function messageOf(request) {
  try {
    return JSON.parse(request.responseText).message;
  } catch {
    return `The upload failed with HTTP status ${request.status}.`;
  }
}

function put(address, file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', address);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => progress(event.loaded));
    request.addEventListener('load', () => {
      if (request.status < 300) {
        resolve();
      } else {
        reject(new Error(messageOf(request)));
      }
    });
    request.addEventListener('error', () => reject(new Error('The connection was lost.')));
    request.send(file);
  });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  problem.replaceChildren();
  const total = document.getElementById('upload-total');
  const current = document.getElementById('upload-file');
  document.getElementById('upload-progress').hidden = false;
  total.max = Math.max(1, files.reduce((sum, entry) => sum + entry.file.size, 0));
  let sent = 0;
  let version = null;
  try {
    version = await post(form.getAttribute('action'), {
      source: form.elements.source.value,
      comment: form.elements.comment.value,
    });
    for (const [index, entry] of files.entries()) {
      current.textContent = `${index + 1} of ${files.length}: ${entry.path}`;
      const address = await post(`${version}/upload`, { path: entry.path });
      await put(address, entry.file, (loaded) => { total.value = sent + loaded; });
      sent += entry.file.size;
      total.value = sent;
    }
    current.textContent = 'Finishing…';
    window.location.assign(await post(`${version}/upload/finish`, {}));
  } catch (failure) {
    if (failure.html) {
      problem.innerHTML = failure.html;
    } else {
      problem.textContent = failure.message;
    }
    if (version) {
      const pending = document.createElement('p');
      const link = document.createElement('a');
      link.href = version;
      link.textContent = 'its page';
      pending.append('The version is pending. Delete it on ', link, ', then upload the folder again.');
      problem.append(pending);
    }
    button.disabled = false;
  }
});
