/* The protocol of ceremonies as PROTOCOL 5a has it: see README.md. A configuration is a set of -D, see the script check. */

#include "settings.pml"
#include "rules.pml"
#include "state.pml"
#include "properties.pml"
#include "replay.pml"
#include "store.pml"
#include "honest.pml"
#include "hostile.pml"

/* Never changed after the first step. */
inline Tables() {
    c_code {
        /* Without the variable: a root under the honest operator. */
        char *next = getenv("MODEL");
        int number;
        without = 0;
        asks = 0;
        setting[0] = 1; setting[2] = 4;
        for (number = 0; next && *next && number < 18; number++) {
            int value = (int)strtol(next, &next, 10);
            if (number == 0) { without = value % 100; asks = value / 100; } else setting[number - 1] = value;
        }
    };
    op[0] = OP0; op[1] = OP1;
    kindAt[APPROVE0] = APPROVE; kindAt[DENY0] = DENY; kindAt[WITHDRAW0] = WITHDRAW; kindAt[RELEASE0] = RELEASE; kindAt[EXPIRY0] = EXPIRY;
    kindAt[APPROVE1] = APPROVE; kindAt[RELEASE1] = RELEASE; kindAt[APPROVE3] = APPROVE; kindAt[PLAN4] = PLAN; kindAt[CANCEL4] = CANCEL;
    kindAt[REQUEST4] = REQUEST; kindAt[EXECUTION4] = EXECUTION; kindAt[SUSPEND0] = SUSPEND; kindAt[RESTORE4] = RESTORE;
    kindAt[RETIRE0] = RETIRE;
    whoAt[APPROVE1] = 1; whoAt[RELEASE1] = 1; whoAt[APPROVE3] = 3; whoAt[PLAN4] = OPERATOR; whoAt[CANCEL4] = OPERATOR;
    whoAt[REQUEST4] = OPERATOR; whoAt[EXECUTION4] = OPERATOR; whoAt[RESTORE4] = OPERATOR;
    n = 0;
    do
    :: n < 16 -> quorate[n] = ((n & (n - 1)) != 0 -> 1 : 0); n++
    :: else -> break
    od;
    n = 0;
    do
    :: n < PEOPLE -> forkAt[n] = NOWHERE; placeAt[n] = NOWHERE; n++
    :: else -> break
    od
}

inline RunForgers(c_, t_) {
    /* Unsigned: he claims to be somebody. */
    run Forger(APPROVE, 0, c_, 0, t_); run Forger(APPROVE, 1, c_, 0, t_); run Forger(CANCEL, OPERATOR, c_, 0, t_);
    run Forger(EXECUTION, OPERATOR, c_, 0, t_); run Forger(RESTORE, OPERATOR, c_, 0, t_);
    /* As custodian 2. */
    run Forger(APPROVE, ROGUE, c_, 0, t_); run Forger(EXECUTION, ROGUE, c_, 0, t_);
    if
    :: DENIALS -> run Forger(DENY, ROGUE, c_, 0, t_); run Forger(WITHDRAW, ROGUE, c_, 0, t_)
    :: else
    fi;
    if
    :: Op(c_) == SIGN -> run Forger(RELEASE, ROGUE, c_, 0, t_)
    :: else
    fi;
    if
    :: t_ > GATHER -> run Forger(EXPIRY, ROGUE, c_, 0, t_)
    :: else
    fi;
    if
    :: SUSPENSIONS && c_ == 0 -> run Forger(SUSPEND, ROGUE, c_, 0, t_)
    :: else
    fi;
    if
    :: RESTORATIONS && c_ == 0 -> run Forger(RESTORE, ROGUE, c_, 0, t_)
    :: else
    fi;
    /* With the key that he wants to join. */
    if
    :: THIEF & 8 -> run Forger(APPROVE, 3, c_, 0, t_)
    :: else
    fi;
    if
    :: (RETIREMENTS & 2) && c_ == 0 -> run Forger(RETIRE, ROGUE, c_, 0, t_)
    :: else
    fi;
    /* As an opener and executor: two plans of one id, requests. */
    if
    :: OPENER == ROGUE ->
        run Forger(PLAN, ROGUE, c_, 0, t_); run Forger(PLAN, ROGUE, c_, 1, t_); run Forger(REQUEST, ROGUE, c_, 0, t_);
        if
        :: STOPS -> run Forger(CANCEL, ROGUE, c_, 0, t_)
        :: else
        fi
    :: else
    fi
}

#define Files(p, c, t) (((p != RELEASE0 && p != RELEASE1 && p != REQUEST4) || Op(c) == SIGN) && (p != EXPIRY0 || t > GATHER) && \
        ((p != DENY0 && p != WITHDRAW0) || DENIALS) && (p != APPROVE3 || OP0 == ROSTER) && (p != CANCEL4 || STOPS) && \
        ((p != RESTORE4 && p != SUSPEND0 && p != RETIRE0) || c == 0) && (p != RETIRE0 || (RETIREMENTS & 1)) && \
        (p != SUSPEND0 || SUSPENSIONS) && (p != RESTORE4 || DROPS) && \
        (!FEW || whoAt[p] != 1) && \
        (p != PLAN4 || OPENER == OPERATOR))

inline RunCouriers(inCer, atTime) {
    p = 0;
    do
    :: p == PLACES -> break
    :: p < PLACES && !Files(p, inCer, atTime) -> p++
    :: p < PLACES && Files(p, inCer, atTime) ->
        if
        :: p != EXECUTION4 -> run Courier(p, inCer, AS_IT_IS, atTime)
        :: else -> run Courier(p, inCer, AS_COMPLETION, atTime)
        fi;
        if
        :: LAST == 0 && p != EXECUTION4 -> run Courier(p, inCer, ELSEWHERE, atTime)
        :: else
        fi;
        if
        :: p == DENY0 -> run Courier(p, inCer, AS_APPROVAL, atTime)
        :: else
        fi;
        p++
    od
}

init {
    byte n;
    byte t;
    byte p;
    atomic {
        d_step { Tables(); Forget() }
        run TenantLock();
        n = 0;
        do
        :: n < CEREMONIES && Op(n) != 0 ->
            run Executor(n);
            run Custodian(0, n, APPROVE0, RELEASE0);
            if
            :: !FEW -> run Custodian(1, n, APPROVE1, RELEASE1)
            :: else
            fi;
            if
            :: OPENER == OPERATOR -> run Opener(n)
            :: else
            fi;
            if
            :: Op(0) == ROSTER && !(THIEF & 8) -> run Custodian(3, n, APPROVE3, 0)
            :: else
            fi;
            t = 0;
            do
            :: t <= LAST || t <= AHEAD ->
                RunForgers(n, t);
                if
                :: t <= LAST -> RunCouriers(n, t)
                :: else
                fi;
                t++
            :: else -> break
            od;
            n++
        :: else -> break
        od;
        n = 0;
        do
        :: n < EVENTS && DROPS -> run Restorer(n); n++
        :: else -> break
        od;
        if
        :: LAST > 0 -> run Clock()
        :: else
        fi;
        n = 0; t = 0; p = 0
    }
}
