import { signIn } from './api.js';

const $ = id => document.getElementById(id);
$('where').textContent = location.host;

$('sh').addEventListener('click', () => {
  const shown = $('p').type === 'password';
  $('p').type = shown ? 'text' : 'password';
  $('sh').textContent = shown ? 'Hide' : 'Show';
  $('sh').setAttribute('aria-pressed', String(shown));
});

function wrong(message) {
  $('e').textContent = message;
  $('e').hidden = false;
  $('p').setAttribute('aria-invalid', 'true');
  $('p').setAttribute('aria-describedby', 'e');
  $('p').focus();
}

$('f').addEventListener('submit', async e => {
  e.preventDefault();
  if (!$('p').value) return wrong('Enter the password.');
  try {
    await signIn($('p').value);
    location.replace('./' + (location.hash || '#/now'));
  } catch (problem) {
    wrong(problem.status === 401 || problem.status === 403 ? 'The password is wrong.' : problem.message);
  }
});
