/** Programs under ptrace in the guest: strace, and gdb with breakpoints, watchpoints and single steps in the program debugged.c of corpus/linux. */
import type { Step } from '../session.ts';

/** One file a process, shown in the order of their numbers, which are left out. */
export const TRACER: Step = {
  name: 'strace',
  script: `
    cd /tmp
    show() { for file in $(ls log.* | sort -t . -k 2 -n); do echo "-- a process"; sed -E "s/\\b(pid|child_tidptr|tid|si_pid|st_ino|PID)=[0-9]+/\\1=N/g; s/= [0-9]{2,}$/= N/; s/([^0-9a-fx])[0-9]{2,4}([],)])/\\1N\\2/g; s/^getrandom.*/getrandom/; s/(si_[us]time)=[^,}]*/\\1/g; s/(tv_sec|tv_nsec|st_[amc]time)[^,}]*/\\1/g" $file; done; rm -f log.*; }
    # A SIGCHLD that is pending already is not queued again, and a fork that finds one pending is restarted: how often depends on when the children end.
    merged() { sed -E '/ERESTART/d; /^(--- SIGCHLD|sigreturn)/{:next
      $!N;s/^(.*)\\n\\1$/\\1/;tnext
      P;D}'; }
    strace -ff -o log /bin/echo one; show
    strace -ff -o log -e trace=process,signal /bin/sh -c 'ls /opt/perl/t/base | sort -r | head -n 2; kill -USR1 $$'; echo $?; show | grep -v wait4 | sort | merged
    strace -ff -o log -e trace=file -e inject=openat:error=EACCES:when=3 /bin/cat /etc/passwd; echo $?; show
    strace -ff -o log -e trace=write -e inject=write:retval=7 /bin/echo nothing; echo $?; show
    strace -ff -o log -e trace=none -e signal=all /session/debugged; echo $?; show
    strace -ff -o log -e trace=write perl -e 'if (my $pid = fork) { waitpid $pid, 0; print "parent\\n" } else { print "child\\n" }'; show | sort
    strace -c -e 'trace=!wait4' -S name -o counts /bin/sh -c 'i=0; while [ $i -lt 50 ]; do i=$((i + 1)); /bin/true; done'; awk '{ print $4, $NF }' counts 2>/dev/null || sed -E 's/^ *[0-9.]+ +[0-9.]+ +[0-9]+ +//' counts`,
};

/** The program writes to a file: its lines and gdb's would come in any order. */
function gdb(name: string, commands: string): Step {
  const setup = 'set confirm off\nset width 0\nset height 0\nset args > /tmp/out\nset debuginfod enabled off';
  return {
    name: `gdb: ${name}`,
    script: `cd /tmp; cat > commands <<'END'\n${setup}\n${commands.trim().replace(/^ +/gm, '')}\nEND
timeout -k 5 120 gdb -nx -q -batch -x commands /session/debugged 2>&1 < /dev/null | sed -E 's/process [0-9]+/process N/g; s/(LWP|Thread) [0-9a-fx]+/\\1 N/g'; cat out; rm commands out`,
  };
}

export const DEBUGGER: readonly Step[] = [
  gdb(
    'breakpoints',
    `
    break step
    run
    backtrace
    info args
    finish
    continue 3
    info registers eax ebx ecx edx esi edi ebp esp eip eflags cs ss ds es fs gs
    delete
    break factorial if n == 4
    continue
    backtrace
    x/6i $pc
    set var n = 5
    up 3
    info locals
    delete
    tbreak series
    continue
    finish
    call factorial(6)
    call collatz(97)
    print step(100) + step(99)
    continue`,
  ),
  gdb(
    'single steps',
    `
    break prepend
    run
    delete
    step 5
    until
    next 3
    print *list
    tbreak series
    continue
    stepi 200
    info registers eip
    info float
    tbreak collatz
    continue
    set $i = 0
    while $i < 300
      stepi
      x/i $pc
      set $i = $i + 1
    end
    info registers eip eflags
    nexti 50
    info registers eip ecx
    kill`,
  ),
  gdb(
    'watchpoints',
    `
    break main
    run
    watch watched
    continue
    continue
    watch rare if rare > 100
    delete 2
    continue
    continue
    delete
    awatch bytes[5]
    continue
    continue
    delete
    hbreak factorial
    continue
    info breakpoints
    delete
    rwatch list
    continue
    info watchpoints
    continue
    delete
    continue`,
  ),
  gdb(
    'watched by single steps',
    `
    set can-use-hw-watchpoints 0
    break main
    run
    watch rare
    continue
    continue
    continue
    info registers eip eflags
    kill`,
  ),
  gdb(
    'signals, children and system calls',
    `
    handle SIGUSR1 stop print
    catch syscall 4
    catch fork
    set detach-on-fork off
    run
    info registers eip esp eflags
    continue
    continue
    continue
    info inferiors
    backtrace 1
    delete
    continue
    info inferiors
    inferior 2
    continue`,
  ),
  gdb(
    'backwards',
    `
    break series
    run
    record
    stepi 120
    info registers eip
    reverse-stepi 60
    info registers eip eflags
    stepi 10
    x/i $pc
    reverse-continue
    x/i $pc
    record stop
    kill`,
  ),
];
