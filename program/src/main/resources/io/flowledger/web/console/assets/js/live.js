// The event stream: a tick every few seconds. The browser connects again by itself; when the server refuses, this does, with
// growing pauses.
export function live({ onTick, onState }) {
  let source;
  let pause = 1000;
  let timer;

  function connect() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource('api/v1/live');
    source.addEventListener('open', () => {
      pause = 1000;
      onState('connected');
    });
    source.addEventListener('tick', e => onTick(JSON.parse(e.data)));
    source.addEventListener('error', () => {
      onState('away');
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(connect, pause);
        pause = Math.min(15000, pause * 2);
      }
    });
  }

  connect();
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && source.readyState === EventSource.CLOSED) connect();
  });
  return { close: () => source.close() };
}
