"""Requests are let out one by one where pages come faster than they are taken in."""

from __future__ import annotations

import asyncio

from crawler.turnstile import Turnstile


def test_who_is_inside_keeps_the_others_waiting_until_done() -> None:
    async def go() -> list[str]:
        turnstile, order = Turnstile(), list[str]()

        async def ask(who: str) -> None:
            await turnstile.enter(who)
            order.append(who)

        await ask("a")
        others = [asyncio.create_task(ask(who)) for who in "bc"]
        await asyncio.sleep(0)
        assert order == ["a"]
        turnstile.answered("a")
        turnstile.leave("a")
        await others[0]
        assert order == ["a", "b"]
        turnstile.leave("b")
        await others[1]
        return order

    assert asyncio.run(go()) == ["a", "b", "c"]


def test_who_is_inside_may_ask_again() -> None:
    async def go() -> None:
        turnstile = Turnstile()
        await turnstile.enter("a")
        await asyncio.wait_for(turnstile.enter("a"), 5)

    asyncio.run(go())


def test_a_slow_answer_keeps_nobody_waiting() -> None:
    async def go() -> None:
        turnstile = Turnstile()
        await turnstile.enter("slow")
        await asyncio.wait_for(turnstile.enter("b"), 5)
        turnstile.leave("slow")  # not its turn any more
        await asyncio.wait_for(turnstile.enter("c"), 5)

    asyncio.run(go())


def test_who_gives_up_waiting_takes_nobodys_turn() -> None:
    async def go() -> None:
        turnstile = Turnstile()
        await turnstile.enter("a")
        gone, stays = (asyncio.create_task(turnstile.enter(who)) for who in "bc")
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        turnstile.leave("a")
        await asyncio.wait_for(stays, 5)

    asyncio.run(go())
