//! Taking connections, as many as can be served, and ending when it is time.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use hyper_util::service::TowerToHyperService;
use store::{Ledger, StoreError};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, oneshot};

use super::guard::Peer;
use super::{ServeError, Server, Settings, server};

/// So many connections are open at a time; others wait.
const CONNECTIONS: usize = 512;
/// How long a request's head may take to come.
const HEAD: Duration = Duration::from_secs(15);
/// How long requests that are being answered may take when the server is to end.
const FAREWELL: Duration = Duration::from_secs(3);

/// A server that has its address and answers as soon as it [runs](Bound::run).
pub struct Bound {
    server: Server,
    router: Router,
    listener: TcpListener,
    address: SocketAddr,
}

/// Takes the address and reads what the ledger holds.
///
/// # Errors
/// Where another listens there, or the ledger cannot be read.
pub fn bind(settings: Settings) -> Result<Bound, ServeError> {
    let address = settings.listen;
    let has_token =
        || Ok::<_, StoreError>(Ledger::open(&settings.db)?.tokens()?.iter().any(|it| it.revoked.is_none()));
    if !address.ip().is_loopback() && !has_token()? {
        return Err(ServeError::Open(address));
    }
    let of = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::Taken(address),
        _ => ServeError::Listen { address, source },
    };
    let listener = TcpListener::bind(address).map_err(of)?;
    listener.set_nonblocking(true).map_err(of)?;
    let address = listener.local_addr().map_err(of)?;
    let (server, router) = server(settings)?;
    Ok(Bound { server, router, listener, address })
}

impl Bound {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until `stop`, which waits on a thread of its own, returns; requests under way are answered first.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn run(self, stop: impl FnOnce() + Send + 'static) -> Result<(), ServeError> {
        let runtime = Runtime::new().map_err(ServeError::Start)?;
        let (end, ended) = oneshot::channel::<()>();
        std::thread::spawn(move || {
            stop();
            end.send(()).ok();
        });
        let done = runtime.block_on(self.serve(ended));
        runtime.shutdown_timeout(FAREWELL);
        done
    }

    async fn serve(self, mut ended: oneshot::Receiver<()>) -> Result<(), ServeError> {
        let listener = tokio::net::TcpListener::from_std(self.listener).map_err(ServeError::Start)?;
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = GracefulShutdown::new();
        loop {
            let next = async {
                // the semaphore is never closed
                let place = Arc::clone(&places).acquire_owned().await;
                (place, listener.accept().await)
            };
            tokio::select! {
                (place, accepted) = next => match accepted {
                    Ok((stream, peer)) => {
                        let connection = graceful.watch(connection(stream, peer, self.router.clone()));
                        tokio::spawn(async move {
                            // who leaves in the middle is gone
                            connection.await.ok();
                            drop(place);
                        });
                    }
                    // as where too many files are open
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                },
                _ = &mut ended => break,
            }
        }
        self.server.0.watch.end();
        tokio::time::timeout(FAREWELL, graceful.shutdown()).await.ok();
        Ok(())
    }
}

/// Answers what comes over a connection, and tells of each request from where it comes.
fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> impl GracefulConnection<Error = hyper::Error> + Send {
    stream.set_nodelay(true).ok();
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        router.call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).serve_connection(TokioIo::new(stream), service)
}
