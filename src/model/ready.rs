//! Results of futures where there is no page: of a device that answers at once, and of one that is waited for.

use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

/// Result of a future that a native program waits for, such as one of a graphics device.
pub fn waited<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::hint::spin_loop(),
        }
    }
}

/// Result of a future that never has to wait.
///
/// # Panics
/// If it has to.
pub fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a CPU answers at once"),
    }
}
