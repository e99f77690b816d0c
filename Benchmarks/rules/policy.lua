-- The twenty rules of the speed workload, written as an admin would write them. Names and points are those of the Lua
-- program that they are compared with, so that its verdicts can be laid beside ours.
policy { hold = 3, reject = 6 }
