package io.bellwether.node.simulation;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * What becomes of a call in the code of the nodes when it runs in a simulation. The nodes
 * themselves know nothing of it.
 *
 * @param caller the class in which the call stands, without the package's common part; nested
 *     classes and lambdas of it included; empty for any
 * @param method the method in which it stands; empty for any
 * @param owner the class of the called method
 * @param name the called method; empty for any
 */
record CallRule(String caller, String method, String owner, String name, Action action) {
    private static final ClassDesc PROCESS =
            ClassDesc.ofInternalName("io/bellwether/node/simulation/SimulatedProcess");

    /** What to do with the call. */
    sealed interface Action {
        /** Not made; a number, truth value or nothing stands for its answer. */
        record Answer(int value) implements Action {}

        /** A static method with the same arguments, the object first, instead. */
        record Instead(Class<?> inClass, String method) implements Action {}

        /** The process may be killed just before and just after. */
        record Killable() implements Action {}

        /** The oracle sees the answer. */
        record Observed() implements Action {}
    }

    boolean appliesTo(String className, String methodName, InvokeInstruction call) {
        return (caller.isEmpty() || className.equals(caller) || className.startsWith(caller + "$"))
                && (method.isEmpty()
                        || methodName.equals(method)
                        || methodName.startsWith("lambda$" + method + "$"))
                && call.owner().asInternalName().equals(owner)
                && (name.isEmpty()
                        ? !call.name().equalsString("<init>")
                        : call.name().equalsString(name))
                && (!(action instanceof Action.Observed)
                        || call.typeSymbol()
                                .returnType()
                                .descriptorString()
                                .equals("Lio/bellwether/channel/Grant;"));
    }

    void apply(CodeBuilder code, CodeElement element, InvokeInstruction call) {
        switch (action) {
            case Action.Answer(int value) -> answer(code, call, value);
            case Action.Instead(Class<?> inClass, String instead) ->
                    code.invokestatic(
                            inClass.describeConstable().orElseThrow(), instead, withReceiver(call));
            case Action.Killable() -> {
                point(code, call);
                code.with(element);
                point(code, call);
            }
            case Action.Observed() -> {
                code.with(element);
                code.dup();
                code.invokestatic(
                        PROCESS,
                        "observe",
                        MethodTypeDesc.of(ConstantDescs.CD_void, call.typeSymbol().returnType()));
            }
        }
    }

    private static void point(CodeBuilder code, InvokeInstruction call) {
        code.loadConstant("store " + call.name().stringValue());
        code.invokestatic(
                PROCESS,
                "point",
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String));
    }

    private static void answer(CodeBuilder code, InvokeInstruction call, int value) {
        List<ClassDesc> arguments = call.typeSymbol().parameterList();
        for (ClassDesc argument : arguments.reversed()) {
            if (TypeKind.from(argument).slotSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            code.pop();
        }
        switch (TypeKind.from(call.typeSymbol().returnType())) {
            case VOID -> {}
            case LONG -> code.loadConstant((long) value);
            case REFERENCE -> code.aconst_null();
            default -> code.loadConstant(value);
        }
    }

    private static MethodTypeDesc withReceiver(InvokeInstruction call) {
        return call.opcode() == Opcode.INVOKESTATIC
                ? call.typeSymbol()
                : call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol());
    }
}
