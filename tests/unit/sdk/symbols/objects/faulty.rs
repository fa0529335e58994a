//! A program that is stopped in the way that the first byte of its instruction data chooses; build.sh
//! compiles it. The tests of symbols and traces name these lines.
#![no_std]

use core::panic::PanicInfo;

unsafe extern "C" {
    fn sol_panic_(file: *const u8, length: u64, line: u64, column: u64) -> !;
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    match info.location() {
        Some(at) => unsafe {
            sol_panic_(
                at.file().as_ptr(),
                at.file().len() as u64,
                u64::from(at.line()),
                u64::from(at.column()),
            )
        },
        None => unsafe { sol_panic_(core::ptr::null(), 0, 0, 0) },
    }
}

struct Input<'a> {
    data: &'a [u8],
}

impl Input<'_> {
    #[inline(always)]
    fn byte(&self, index: usize) -> u8 {
        self.data[index]
    }

    #[inline(never)]
    fn sum(&self, count: usize) -> u64 {
        let mut total = 0;
        for i in 0..count {
            total += u64::from(self.byte(i));
        }
        total
    }
}

#[inline(always)]
unsafe fn read_anywhere(address: u64) -> u64 {
    unsafe { core::ptr::read_volatile(address as *const u64) }
}

#[inline(never)]
fn handle(input: &Input) -> u64 {
    match input.byte(0) {
        0 => input.sum(1_000),
        1 => unsafe { read_anywhere(0x9_0000_0000) },
        _ => 0,
    }
}

/// Input without accounts: their number, the data's length, the data.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *const u8) -> u64 {
    let data = unsafe {
        let length = core::ptr::read(input.add(8).cast::<u64>());
        core::slice::from_raw_parts(input.add(16), length as usize)
    };
    (handle(&Input { data }) == 12345) as u64
}
