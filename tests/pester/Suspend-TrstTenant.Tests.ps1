param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Suspend-TrstTenant' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Suspend-TrstTenant -Reason 'only a test' -Certificate $carol -Password $password -WhatIf }
    }

    It 'refuses another tenant than the connected one' {
        Assert-Refused TenantMismatch PermissionDenied {
            Suspend-TrstTenant other -Reason 'x' -Certificate $carol -Password $password -Confirm:$false
        }
    }

    It 'is for custodians' -Tag 'N08' {
        Assert-Refused RoleMissing PermissionDenied { Suspend-TrstTenant default -Reason mine -Confirm:$false }
        Assert-Refused NotOnRoster PermissionDenied {
            Suspend-TrstTenant -Reason mine -Certificate (New-Stranger Carol) -Confirm:$false
        }
        (Get-TrstTenant default).Status | Should -Be 'Active'
    }

    # A runspace without a host of its own has nobody to ask.
    It 'does nothing unasked where nobody can answer' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript(@'
param($Module, $Store, $Certificate, [securestring] $Password)
Import-Module $Module
Suspend-TrstTenant -Reason 'odd' -Store $Store -Certificate $Certificate -Password $Password
'@).AddArgument($Module).AddArgument($store).AddArgument($carol).AddArgument($password).Invoke()
            $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'ConfirmationUnavailable,*'
        }
        finally { $shell.Dispose() }
        (Get-TrstTenant default).Status | Should -Be 'Active'
    }

    It 'stops every operation' {
        $suspended = Suspend-TrstTenant -Reason 'odd' -Certificate $carol -Password $password -Confirm:$false
        $suspended | Should -BeOfType ([Trstctl.PowerShell.TrstTenant])
        $suspended.Status, $suspended.SuspendedBy, $suspended.Reason | Should -Be 'Suspended', 'Carol', 'odd'
        Assert-Refused TenantSuspended InvalidOperation { New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root }
    }
}
